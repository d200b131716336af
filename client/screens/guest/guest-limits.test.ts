import { describe, expect, test } from "vitest";
import type { ServerAnswer, HttpAsk } from "../../platform/http.ts";
import { fakeMenu } from "../../testing/fake-menu.ts";
import { emptyLine } from "../ordering/basket.ts";
import { createGuest } from "./guest-order.ts";

const { retired: _retired, ...menu } = fakeMenu;
const TABLE = "token-of-table-four";

function phone() {
  const asked: { path: string; method: string; headers: Record<string, string> }[] = [];
  const server = {
    refuse: null as ServerAnswer | null,
    ordering: { state: "open", until: null } as unknown,
  };
  let [now, id] = [1_000_000, 0];
  const order = (orderId: string) => ({ orderId, number: "G7", status: "submitted", heard: false });
  const ask = async (
    path: string,
    { method = "GET", body, headers = {} }: HttpAsk,
  ): Promise<ServerAnswer> => {
    asked.push({ path, method, headers });
    if (path === "/api/qr/menu")
      return {
        status: 200,
        body: {
          restaurantName: "Aurelia",
          tableLabel: "4",
          currency: "GBP",
          locale: "en-GB",
          autoAccept: true,
          ordering: server.ordering,
          menu,
        },
      };
    if (path === "/api/qr/sessions") return { status: 201, body: { endsAt: null } };
    if (path === "/api/qr/orders/create")
      return (
        server.refuse ?? {
          status: 201,
          body: { ...order((body as { orderId: string }).orderId), orderToken: "the order's own" },
        }
      );
    return { status: 200, body: order(path.split("/").at(-1) ?? "") };
  };
  const guest = createGuest(TABLE, {
    ask,
    load: () => null,
    save: () => true,
    nowMs: () => now,
    newId: () => `id-${++id}`,
  });
  return {
    guest,
    server,
    asked,
    count: (path: string) => asked.filter((it) => it.path === path).length,
    wait: (ms: number) => (now += ms),
  };
}

const refusal = (status: number, code: string): ServerAnswer => ({
  status,
  retryAfterMs: 30_000,
  body: { status, code, detail: "No." },
});

describe("a restaurant that takes no more", () => {
  test.each([
    [429, "too_many_orders"],
    [409, "ordering_closed"],
    [409, "ordering_paused"],
  ])(
    "says %i %s: the basket is kept, nothing goes out by itself, and the page goes on",
    async (status, code) => {
      const { guest, server, count, wait } = phone();
      await guest.attend();
      server.refuse = refusal(status, code);
      guest.edit({ basket: [emptyLine("l1", "chips")], notes: "no salt" });
      guest.order();
      await guest.attend();
      expect(guest.view()).toMatchObject({
        refusal: { code },
        basket: [{ menuItemId: "chips" }],
        notes: "no salt",
        orders: [],
        waitUntil: null,
        contact: "answered",
      });
      server.refuse = null;
      wait(60_000);
      await guest.attend();
      expect([count("/api/qr/orders/create"), guest.view().orders.length]).toEqual([1, 0]);
      guest.order();
      await guest.attend();
      expect(guest.view().orders).toMatchObject([{ answer: { number: "G7" } }]);
    },
  );

  test("is known before anybody fills a basket; an older server, which says nothing, takes orders", async () => {
    const { guest, server, wait } = phone();
    server.ordering = { state: "paused", until: "2026-01-31T19:30:00.000Z" };
    await guest.attend();
    expect(guest.view().menu?.ordering).toEqual(server.ordering);
    server.ordering = undefined;
    wait(10_000);
    await guest.attend();
    expect(guest.view().menu?.ordering).toEqual({ state: "open", until: null });
  });
});

describe("a phone at a table", () => {
  test("asks to be somebody of its own before its first order, and again after a while and not at every look", async () => {
    const { guest, asked, count, wait } = phone();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    guest.order();
    await guest.attend();
    expect(asked.map(({ path }) => path).slice(0, 3)).toEqual([
      "/api/qr/menu",
      "/api/qr/sessions",
      "/api/qr/orders/create",
    ]);
    for (let looks = 0; looks < 20; looks += 1) {
      wait(10_000);
      await guest.attend();
    }
    expect(count("/api/qr/sessions")).toBe(1);
    wait(10 * 60_000);
    await guest.attend();
    expect(count("/api/qr/sessions")).toBe(2);
  });

  test("shows its order's own secret whenever it asks about the order, and before it has one none", async () => {
    const { guest, asked } = phone();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    guest.order();
    await guest.attend();
    await guest.attend();
    const looks = asked.filter(
      ({ path, method }) => method === "GET" && path.startsWith("/api/qr/orders/"),
    );
    expect(looks.length).toBeGreaterThan(0);
    for (const { headers } of looks)
      expect(headers).toMatchObject({ "X-Table-Token": TABLE, "X-Order-Token": "the order's own" });
    expect(guest.view().orders[0]?.orderToken).toBe("the order's own");
  });
});
