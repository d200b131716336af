import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

/**
 * The network between one tablet and the server. A tablet knows only this address, so cutting it is
 * what pulling the router's cable is: connections break and new ones are refused, for the page and
 * its service worker alike.
 */
export type Network = {
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** How many event streams the tablet has open now. */
  openStreams(): number;
  /** Event streams break and cannot be opened; all else passes. */
  blockStreams(): void;
  allowStreams(): void;
  /**
   * The streams that are open now carry nothing any more and stay open, as behind a router that
   * forgot them.
   */
  silenceStreams(): void;
  /** What a tablet asks for waits; what it sends passes. */
  holdReading(): void;
  releaseReading(): void;
  close(): Promise<void>;
};

export async function openNetwork(targetUrl: string): Promise<Network> {
  const target = new URL(targetUrl);
  const agent = new Agent({ keepAlive: false });
  const streams = new Set<{ readonly from: IncomingMessage; readonly to: ServerResponse }>();
  let blocked = false;
  let held: (() => void)[] | null = null;

  const server = createServer((incoming, outgoing) => {
    if (held !== null && incoming.method === "GET" && incoming.url?.startsWith("/api/"))
      held.push(() => forward(incoming, outgoing));
    else forward(incoming, outgoing);
  });

  function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const isStream = incoming.headers.accept?.includes("text/event-stream") ?? false;
    if (isStream && blocked) return void outgoing.destroy();
    const asking = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
        agent,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        outgoing.flushHeaders();
        answer.pipe(outgoing);
        answer.on("error", () => outgoing.destroy());
        answer.on("aborted", () => outgoing.destroy());
        if (isStream) {
          const stream = { from: answer, to: outgoing };
          streams.add(stream);
          outgoing.once("close", () => streams.delete(stream));
        }
      },
    );
    asking.on("error", () => outgoing.destroy());
    outgoing.on("close", () => asking.destroy());
    incoming.pipe(asking);
  }

  const listen = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    mend: () => listen(port),
    openStreams: () => streams.size,
    blockStreams() {
      blocked = true;
      for (const { to } of streams) to.destroy();
    },
    allowStreams() {
      blocked = false;
    },
    silenceStreams() {
      for (const { from, to } of streams) from.unpipe(to).resume();
    },
    holdReading() {
      held ??= [];
    },
    releaseReading() {
      const waiting = held ?? [];
      held = null;
      for (const go of waiting) go();
    },
    async close() {
      await cut();
      agent.destroy();
    },
  };
}
