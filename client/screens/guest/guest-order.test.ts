import { describe, expect, it } from "vitest";
import type { Answer, Ask } from "../../platform/http.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { emptyLine } from "../ordering/basket.ts";
import { createGuest } from "./guest-order.ts";
import { ASK_AGAIN_MS } from "./guest-state.ts";

const { retired: _retired, ...menu } = fakeMenu;
const MENU = { restaurantName: "Aurelia", tableLabel: "4", currency: "GBP", locale: "en-GB", autoAccept: true, menu };
const OFFLINE: Answer = { status: 0, body: null };

function phone() {
  const storage = new Map<string, unknown>();
  const asked: { path: string; body: unknown }[] = [];
  const server = { up: true, taken: new Map<string, unknown>(), refuse: null as Answer | null };
  let now = 1_000_000;
  let id = 0;
  const ask = async (path: string, { body }: Ask): Promise<Answer> => {
    asked.push({ path, body });
    if (!server.up) return OFFLINE;
    if (path === "/api/qr/menu") return { status: 200, body: MENU };
    if (path === "/api/qr/orders/create") {
      if (server.refuse !== null) return server.refuse;
      const { orderId } = body as { orderId: string };
      const status = server.taken.has(orderId) ? 200 : 201;
      server.taken.set(orderId, body);
      return { status, body: { orderId, number: "G7", status: "submitted", heard: false } };
    }
    const orderId = path.split("/").at(-1) ?? "";
    return server.taken.has(orderId) ? { status: 200, body: { orderId, number: "G7", status: "submitted", heard: true, lines: [] } } : { status: 404, body: null };
  };
  const open = () =>
    createGuest("token-of-table-four", { ask, load: (key) => storage.get(key) ?? null, save: (key, value) => void storage.set(key, structuredClone(value)), nowMs: () => now, newId: () => `id-${++id}` });
  return { open, server, asked, wait: (ms: number) => (now += ms) };
}

const sends = (asked: { path: string }[]) => asked.filter((it) => it.path.endsWith("create")).length;

describe("a guest's order", () => {
  it("is sent once and is heard only when the server says so", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    guest.order();
    expect(guest.view().orders[0]?.answer).toBeNull();
    await guest.attend();
    expect(guest.view().orders[0]?.answer).toMatchObject({ number: "G7", heard: true });
    expect(server.taken.size).toBe(1);
  });

  it("is kept while there is no connection, over a reload, and arrives once under the same id", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    const { orderId } = guest.view().orders[0]!;
    await guest.attend();
    await guest.attend();
    expect(guest.view()).toMatchObject({ connected: false, orders: [{ answer: null }] });
    wait(60_000);
    server.up = true;
    const again = open();
    expect(again.view().menu?.tableLabel).toBe("4");
    await again.attend();
    expect([...server.taken.keys()]).toEqual([orderId]);
    expect(sends(asked)).toBe(3);
  });

  it("is not sent after ten minutes without asking, and a yes sends it", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    await guest.attend();
    wait(ASK_AGAIN_MS);
    server.up = true;
    await guest.attend();
    const { asking } = guest.view();
    expect(asking?.orderId).toBe(guest.view().orders[0]?.orderId);
    expect(server.taken.size).toBe(0);
    const before = sends(asked);
    await guest.attend();
    expect(sends(asked)).toBe(before);
    guest.stillWanted(asking?.orderId ?? "", true);
    await guest.attend();
    expect(server.taken.size).toBe(1);
  });

  it("keeps the basket after a no, under new ids", async () => {
    const { open, server, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    const { orderId } = guest.view().orders[0]!;
    wait(ASK_AGAIN_MS);
    server.up = true;
    await guest.attend();
    guest.stillWanted(orderId, false);
    await guest.attend();
    expect(guest.view()).toMatchObject({ orders: [], basket: [{ menuItemId: "chips" }] });
    expect(guest.view().basket[0]?.lineId).not.toBe("l1");
    expect(server.taken.size).toBe(0);
  });

  it("is not asked about when an earlier try had arrived without its answer", async () => {
    const { open, server, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    guest.order();
    const { orderId } = guest.view().orders[0]!;
    server.taken.set(orderId, {});
    wait(ASK_AGAIN_MS);
    server.up = true;
    await guest.attend();
    expect(guest.view()).toMatchObject({ asking: null, orders: [{ answer: { number: "G7" } }] });
  });

  it("goes back into the basket with the reason when it is refused", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 409, body: { status: 409, code: "item_unavailable", detail: "Chips has just run out." } };
    guest.order();
    await guest.attend();
    expect(guest.view()).toMatchObject({ refusal: "Chips has just run out.", orders: [], basket: [{ menuItemId: "chips" }] });
  });

  it("waits where the server asks for patience", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 503, body: null };
    guest.order();
    await guest.attend();
    expect(guest.view().orders).toHaveLength(1);
    server.refuse = null;
    await guest.attend();
    expect(server.taken.size).toBe(1);
  });
});
