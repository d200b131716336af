import { request, type IncomingMessage } from "node:http";
import { createParser } from "eventsource-parser";

export type Message = {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
};

/** A reader of the event stream, as a plain program would be one. */
export type Reader = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly messages: readonly Message[];
  /**
   * Waits for the first message (from the beginning) that fits. Rejects when the stream ends
   * without one.
   */
  find(fits: (message: Message) => boolean): Promise<Message>;
  /** Waits for the event with this seq; resolves with all events' seqs so far. */
  upTo(seq: number): Promise<readonly number[]>;
  /** Stops taking bytes without closing, as a tablet behind a dead access point does. */
  stall(): void;
  /** Resolves when the server has ended the stream, with how. */
  readonly ended: Promise<"ended" | "cut">;
  /** Milliseconds after which the server asked to be visited again, if it said. */
  retry(): number | null;
  close(): void;
};

export async function openReader(
  url: string,
  token: string,
  query: string,
  headers: Record<string, string> = {},
): Promise<Reader> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(
      `${url}/api/events/orders?${query}`,
      {
        agent: false,
        headers: { Authorization: `Bearer ${token}`, Accept: "text/event-stream", ...headers },
      },
      resolve,
    )
      .on("error", reject)
      .end();
  });
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  let retry: number | null = null;
  let over = false;
  const parser = createParser({
    onEvent: ({ event, id, data }) =>
      void messages.push({
        event: event ?? "message",
        id,
        data: JSON.parse(data) as Record<string, unknown>,
      }),
    onRetry: (ms) => {
      retry = ms;
    },
  });
  const tell = (): void => waiting.forEach((wake) => wake());
  response.setEncoding("utf8");
  response.on("data", (chunk: string) => {
    parser.feed(chunk);
    tell();
  });
  const ended = new Promise<"ended" | "cut">((resolve) => {
    const finish = (how: "ended" | "cut") => (): void => {
      over = true;
      tell();
      resolve(how);
    };
    response.on("end", finish("ended"));
    response.on("error", finish("cut"));
    response.on("close", () => finish(response.complete ? "ended" : "cut")());
  });
  const find = (fits: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = messages.find(fits);
        if (found === undefined && !over) return;
        waiting.delete(look);
        if (found === undefined)
          reject(new Error(`the stream ended first, after ${messages.length} messages`));
        else resolve(found);
      };
      waiting.add(look);
      look();
    });
  const seqs = (): number[] =>
    messages.filter(({ id }) => id !== undefined).map(({ id }) => Number(id));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    messages,
    find,
    ended,
    upTo: (seq) => find(({ id }) => id === String(seq)).then(seqs),
    stall: () => void response.pause(),
    retry: () => retry,
    close: () => void response.destroy(),
  };
}
