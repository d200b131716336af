import { describe, expect, test } from "vitest";
import type { ServerAnswer, HttpAsk } from "../../platform/http.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { emptyLine } from "../ordering/basket.ts";
import { createGuest } from "./guest-order.ts";
import { ASK_AGAIN_MS, MENU_FRESH_MS } from "./guest-state.ts";

const { retired: _retired, ...menu } = fakeMenu;
const MENU = { restaurantName: "Aurelia", tableLabel: "4", currency: "GBP", locale: "en-GB", autoAccept: true, menu };
const OFFLINE: ServerAnswer = { status: 0, body: null };

function phone() {
  const storage = new Map<string, unknown>();
  const asked: { path: string; body: unknown }[] = [];
  const server = { up: true, taken: new Map<string, unknown>(), refuse: null as ServerAnswer | null, menu: MENU as unknown, tokens: new Set(["token-of-table-four"]), room: true };
  let now = 1_000_000;
  let id = 0;
  const ask = async (path: string, { body, headers }: HttpAsk): Promise<ServerAnswer> => {
    asked.push({ path, body });
    if (!server.up) return OFFLINE;
    const token = headers?.["X-Table-Token"] ?? (body as { tableToken: string }).tableToken;
    if (!server.tokens.has(token)) return { status: 404, body: { type: "about:blank", title: "Unknown", status: 404, code: "table_unknown", detail: "This code is no table's." } };
    if (path === "/api/qr/menu") return { status: 200, body: server.menu };
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
  const save = (key: string, value: unknown): boolean => {
    if (server.room) storage.set(key, structuredClone(value));
    return server.room;
  };
  const open = (token = "token-of-table-four") => createGuest(token, { ask, load: (key) => storage.get(key) ?? null, save, nowMs: () => now, newId: () => `id-${++id}` });
  return { open, server, asked, wait: (ms: number) => (now += ms) };
}

const sends = (asked: { path: string }[]) => asked.filter((it) => it.path.endsWith("create")).length;

describe("a guest's order", () => {
  test("is sent once and is heard only when the server says so", async () => {
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

  test("is kept while there is no connection, over a reload, and arrives once under the same id", async () => {
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

  test("waits as long as the server says where there are too many, says so, and then goes out once", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 429, body: null, retryAfterMs: 90_000 };
    guest.order();
    await guest.attend();
    const { orderId } = guest.view().orders[0]!;
    expect(guest.view()).toMatchObject({ connected: true, waitUntil: 1_090_000, refusal: null, orders: [{ answer: null, lines: [{ menuItemId: "chips" }] }] });
    const before = asked.length;
    wait(89_999);
    await guest.attend();
    expect(asked.length).toBe(before);
    server.refuse = null;
    wait(1);
    await Promise.all([guest.attend(), guest.attend()]);
    await guest.attend();
    expect([...server.taken.keys()]).toEqual([orderId]);
    expect(sends(asked)).toBe(2);
    expect(guest.view()).toMatchObject({ connected: true, waitUntil: null, orders: [{ answer: { number: "G7" } }] });
  });

  test("does not wait for a phone's clock that was set back, and half a minute where the server says nothing", async () => {
    const { open, server, asked, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 429, body: null };
    guest.order();
    await guest.attend();
    wait(29_000);
    await guest.attend();
    expect(sends(asked)).toBe(1);
    server.refuse = null;
    wait(-ASK_AGAIN_MS * 6);
    await guest.attend();
    expect(sends(asked)).toBe(2);
  });

  test("is not sent after ten minutes without asking, and a yes sends it", async () => {
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

  test("keeps the basket after a no, under new ids", async () => {
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

  test("is not asked about when an earlier try had arrived without its answer", async () => {
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

  test("goes back into the basket with the reason when it is refused", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = { status: 409, body: { status: 409, code: "item_unavailable", detail: "Chips has just run out." } };
    guest.order();
    await guest.attend();
    expect(guest.view()).toMatchObject({ refusal: { code: "item_unavailable", detail: "Chips has just run out." }, orders: [], basket: [{ menuItemId: "chips" }] });
  });

  test("waits where the server asks for patience", async () => {
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

  test("takes a dish that went off out of the basket within seconds, and says its name until it is seen", async () => {
    const { open, server, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips"), emptyLine("l2", "salad")] });
    server.menu = { ...MENU, menu: { ...menu, items: menu.items.map((item) => (item.id === "chips" ? { ...item, available: false } : item)) } };
    wait(MENU_FRESH_MS);
    await guest.attend();
    const { name } = menu.items.find((item) => item.id === "chips")!;
    expect(guest.view()).toMatchObject({ basket: [{ menuItemId: "salad" }], dropped: [name] });
    guest.edit({ guestName: "Ada" });
    expect(guest.view().dropped).toEqual([name]);
    guest.seenDropped();
    expect(guest.view().dropped).toEqual([]);
  });

  test("says the name of a dish that left the menu while it was in the basket, never its id", async () => {
    const { open, server, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "tartar-de-atun", "Tartar de atún")] });
    server.menu = { ...MENU, menu: { ...menu, items: [] } };
    wait(MENU_FRESH_MS);
    await guest.attend();
    expect(guest.view()).toMatchObject({ basket: [], dropped: ["Tartar de atún"] });
  });

  test("goes on under the table's new code with basket, note and open orders, and the unsent one arrives once under its id", async () => {
    const { open, server, asked } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    guest.order();
    await guest.attend();
    const first = guest.view().orders[0]!.orderId;
    guest.edit({ basket: [emptyLine("l2", "salad")] });
    guest.order();
    const unsent = guest.view().orders[0]!.orderId;
    guest.edit({ basket: [emptyLine("l3", "chips")], notes: "no salt" });
    server.tokens = new Set(["rotated-token-of-four"]);
    await guest.attend();
    expect(guest.view()).toMatchObject({ link: "gone", basket: [{ lineId: "l3" }] });
    const before = asked.length;
    await guest.attend();
    expect(asked).toHaveLength(before);
    const next = open("rotated-token-of-four");
    await next.attend();
    expect(next.view()).toMatchObject({ link: "good", basket: [{ lineId: "l3" }], notes: "no salt" });
    expect(next.view().orders.map((order) => [order.orderId, order.answer?.number])).toEqual([[unsent, "G7"], [first, "G7"]]);
    expect([...server.taken.keys()]).toEqual([first, unsent]);
    const third = open("token-of-table-four");
    expect(third.view()).toMatchObject({ basket: [], orders: [] });
  });

  test("does not take another restaurant's basket over", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.tokens = new Set(["token-of-another-place"]);
    await open().attend();
    server.menu = { ...MENU, restaurantName: "Elsewhere" };
    const next = open("token-of-another-place");
    await next.attend();
    expect(next.view().basket).toEqual([]);
  });

  test("says when the phone has no room, and still sends", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    server.room = false;
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    expect(guest.view().kept).toBe(false);
    guest.order();
    await guest.attend();
    expect(server.taken.size).toBe(1);
    server.room = true;
    guest.edit({ guestName: "" });
    expect(guest.view().kept).toBe(true);
  });

  test("sends names and notes that any database takes, however they were pasted", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [{ ...emptyLine("l1", "chips"), notes: "a\0b\uD83D" }], guestName: `\0${"👩‍🍳".repeat(2_000)}`, notes: " \uDC00 " });
    guest.order();
    await guest.attend();
    const [body] = [...server.taken.values()] as { guestName: string; notes?: string; lines: { notes: string }[] }[];
    expect(body?.guestName.length).toBeLessThanOrEqual(80);
    expect(body?.guestName).not.toMatch(/\p{Surrogate}/u);
    expect([body?.notes, body?.lines[0]?.notes]).toEqual([undefined, "ab"]);
  });
});
