/**
 * Readers that open the stream of a long log from its beginning and take no bytes: their
 * connections fill (about 4 MB each, measured on Linux), and the server has to end them.
 */
import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { must } from "#shared/kernel/assert.ts";
import { PROTOCOL } from "#shared/sync/messages/protocol.ts";
import { ask } from "../../replay/api.ts";
import { makeReplayHouse } from "../../replay/house.ts";
import { DISHES, MENU } from "./people.ts";

/**
 * A restaurant whose log is larger than what connections hold by themselves; the token reads it.
 */
export type LongLog = { readonly token: string };

export type StalledReaders = {
  /** As many as there are were cut off for not reading. */
  wereCut(): Promise<boolean>;
  close(): void;
};

const BANQUETS = 66;
const AT_ONCE = 3;
const COURSES = 100;
const NOTE = "x".repeat(480);

/** Orders of a hundred lines with long notes, held back from every kitchen. */
export async function writeLongLog(url: string, setupToken: string): Promise<LongLog> {
  const { owner } = await makeReplayHouse(url, setupToken, MENU);
  const clientId = randomUUID();
  for (let first = 1; first <= BANQUETS; first += AT_ONCE) {
    const mutations = Array.from({ length: AT_ONCE }, (_, index) => ({
      id: first + index,
      name: "order.place",
      args: banquet(),
      occurredAt: new Date().toISOString(),
    }));
    await ask(owner, "/api/sync/push", {
      method: "POST",
      body: { protocol: PROTOCOL, clientId, mutations },
    });
  }
  return { token: must(owner.token, "the owner's token") };
}

const banquet = () => ({
  orderId: randomUUID(),
  channel: "takeaway",
  hold: true,
  lines: Array.from({ length: COURSES }, () => ({
    lineId: randomUUID(),
    menuItemId: DISHES[0],
    quantity: 1,
    notes: NOTE,
  })),
});

export function openStalledReaders(
  count: number,
  server: { readonly port: number; readonly url: string; pid(): number | null },
  { token }: LongLog,
): StalledReaders {
  let sockets: Socket[] = [];
  let pid: number | null = null;
  let [seen, cuts] = [0, 0];

  function open(): void {
    pid = server.pid();
    seen = 0;
    sockets = Array.from({ length: count }, () => {
      const socket = connect(server.port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(
        `GET /api/events/orders?since=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
      return socket.pause();
    });
  }

  const close = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  open();
  return {
    close,
    async wereCut() {
      const now = await stalledCuts(server.url);
      if (now !== null && server.pid() === pid) {
        cuts += Math.max(0, now - seen);
        seen = now;
      }
      // A server that died has forgotten them.
      if (server.pid() !== pid && server.pid() !== null && cuts < count) {
        close();
        open();
      }
      return cuts >= count;
    },
  };
}

/** What the server counts of itself; null while it does not answer. */
async function stalledCuts(url: string): Promise<number | null> {
  try {
    const text = await (
      await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(2_000) })
    ).text();
    return Number(/^heard_streams_cut_total\{reason="stalled"\} (\d+)/m.exec(text)?.[1] ?? 0);
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
