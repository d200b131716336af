import type { HttpBindings } from "@hono/node-server";
import type { Logger } from "../log/logger.ts";
import type { Who } from "./who.ts";

/**
 * What Hono carries through every request. `Bindings` is partial because tests ask the app without
 * a socket (`app.request`); code that needs the raw response must look.
 */
export type HttpEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /**
     * Says what it says with the request's id and, once known, whose it is. Made when something is
     * first said: most requests end without a word.
     */
    log: () => Logger;
    /** The asking address, see `source.ts`. */
    source: string;
    /** Was the request made over HTTPS, as far as we may believe it? */
    secure: boolean;
    /** By what address the asker reached this server, without a slash at the end. */
    origin: string;
    /** What links begin with: `PUBLIC_URL`, or where it is not given the asker's own `origin`. */
    linkOrigin: string;
    /** Asked on this very machine, and by nobody in between that could be told. */
    local: boolean;
    who: Who;
    /**
     * To be called where the answer is a stream that begins now. Set where there is something to
     * give back then (auth/at-once.ts).
     */
    streams: () => void;
  };
};
