import type { HttpBindings } from "@hono/node-server";
import type { Logger } from "../log/logger.ts";
import type { Who } from "../auth/who.ts";

/**
 * What Hono carries through every request. `Bindings` is partial because tests ask the app without a socket
 * (`app.request`); code that needs the raw response must look.
 */
export type HttpEnv = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    log: Logger;
    /** The asking address, see `source.ts`. */
    source: string;
    /** Was the request made over HTTPS, as far as we may believe it? */
    secure: boolean;
    /** The address a browser would use for this server, without a slash at the end. */
    origin: string;
    who: Who;
  };
};
