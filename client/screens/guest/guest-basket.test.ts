import { describe, expect, test } from "vitest";
import { emptyLine } from "../ordering/basket.ts";
import { ASK_AGAIN_MS, MENU_FRESH_MS } from "./guest-state.ts";
import { menu, MENU, phone } from "./testing/phone.ts";

describe("a guest's order", () => {
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

  test("goes back into the basket with the reason when it is refused", async () => {
    const { open, server } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips")] });
    server.refuse = {
      status: 409,
      body: { status: 409, code: "item_unavailable", detail: "Chips has just run out." },
    };
    guest.order();
    await guest.attend();
    expect(guest.view()).toMatchObject({
      refusal: { code: "item_unavailable", detail: "Chips has just run out." },
      orders: [],
      basket: [{ menuItemId: "chips" }],
    });
  });

  test("takes a dish that went off out of the basket within seconds, and says its name until it is seen", async () => {
    const { open, server, wait } = phone();
    const guest = open();
    await guest.attend();
    guest.edit({ basket: [emptyLine("l1", "chips"), emptyLine("l2", "salad")] });
    server.menu = {
      ...MENU,
      menu: {
        ...menu,
        items: menu.items.map((item) =>
          item.id === "chips" ? { ...item, available: false } : item,
        ),
      },
    };
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
    expect(next.view()).toMatchObject({
      link: "good",
      basket: [{ lineId: "l3" }],
      notes: "no salt",
    });
    expect(next.view().orders.map((order) => [order.orderId, order.answer?.number])).toEqual([
      [unsent, "G7"],
      [first, "G7"],
    ]);
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
});
