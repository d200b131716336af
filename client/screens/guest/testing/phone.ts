/** A phone at a table, and a server that answers it; time moves when it is told to. */
import type { ServerAnswer, HttpAsk } from "../../../platform/http.ts";
import { fakeMenu } from "../../../testing/fake-menu.ts";
import { createGuest } from "../guest-order.ts";

const { retired: _retired, ...served } = fakeMenu;
export const menu = served;
export const MENU = {
  restaurantName: "Aurelia",
  tableLabel: "4",
  currency: "GBP",
  locale: "en-GB",
  autoAccept: true,
  menu,
};
const OFFLINE: ServerAnswer = { status: 0, body: null };

export function phone() {
  const storage = new Map<string, unknown>();
  const asked: { path: string; body: unknown }[] = [];
  const server = {
    up: true,
    taken: new Map<string, unknown>(),
    refuse: null as ServerAnswer | null,
    menu: MENU as unknown,
    tokens: new Set(["token-of-table-four"]),
    room: true,
    /** Where what is asked ends in a fault of ours. */ broken: false,
  };
  let now = 1_000_000;
  let id = 0;
  const ask = async (path: string, { body, headers }: HttpAsk): Promise<ServerAnswer> => {
    asked.push({ path, body });
    if (server.broken) throw new Error("broken");
    if (!server.up) return OFFLINE;
    const token = headers?.["X-Table-Token"] ?? (body as { tableToken: string }).tableToken;
    if (!server.tokens.has(token))
      return {
        status: 404,
        body: {
          type: "about:blank",
          title: "Unknown",
          status: 404,
          code: "table_unknown",
          detail: "This code is no table's.",
        },
      };
    if (path === "/api/qr/menu") return { status: 200, body: server.menu };
    if (path === "/api/qr/orders/create") {
      if (server.refuse !== null) return server.refuse;
      const { orderId } = body as { orderId: string };
      const status = server.taken.has(orderId) ? 200 : 201;
      server.taken.set(orderId, body);
      return { status, body: { orderId, number: "G7", status: "submitted", heard: false } };
    }
    const orderId = path.split("/").at(-1) ?? "";
    return server.taken.has(orderId)
      ? {
          status: 200,
          body: { orderId, number: "G7", status: "submitted", heard: true, lines: [] },
        }
      : { status: 404, body: null };
  };
  const save = (key: string, value: unknown): boolean => {
    if (server.room) storage.set(key, structuredClone(value));
    return server.room;
  };
  const open = (token = "token-of-table-four") =>
    createGuest(token, {
      ask,
      load: (key) => storage.get(key) ?? null,
      save,
      nowMs: () => now,
      newId: () => `id-${++id}`,
    });
  return { open, server, storage, asked, wait: (ms: number) => (now += ms) };
}
