import { expect, test } from "vitest";
import { emptyLine } from "../ordering/basket.ts";
import { ASK_AGAIN_MS } from "./guest-state.ts";
import { phone } from "./testing/phone.ts";

test("an order of one page of a table stands on the other, and neither loses it", async () => {
  const { open, server } = phone();
  const [first, second] = [open(), open()];
  await Promise.all([first.attend(), second.attend()]);
  first.edit({ basket: [emptyLine("l1", "chips")] });
  first.order();
  await first.attend();
  const [placed] = first.view().orders;
  // The other page has not looked since, and keeps something itself.
  second.edit({ guestName: "Ada" });
  expect(second.view().orders).toEqual([placed]);
  second.edit({ basket: [emptyLine("l2", "chips")] });
  second.order();
  await second.attend();
  await first.attend();
  for (const page of [first, second, open()])
    expect(page.view()).toMatchObject({
      guestName: "Ada",
      basket: [],
      orders: [{ answer: { number: "G7" } }, { answer: { number: "G7" } }],
    });
  expect(server.taken.size).toBe(2);
});

test("what was refused goes back into the basket once, whichever page asked", async () => {
  const { open, server } = phone();
  const [first, second] = [open(), open()];
  await Promise.all([first.attend(), second.attend()]);
  first.edit({ basket: [emptyLine("l1", "chips")] });
  first.order();
  server.refuse = {
    status: 422,
    body: { code: "item_unavailable", title: "", status: 422, detail: "" },
  };
  await Promise.all([first.attend(), second.attend()]);
  await Promise.all([first.attend(), second.attend()]);
  for (const page of [first, second, open()])
    expect([page.view().orders, page.view().basket.length]).toEqual([[], 1]);
});

test("where the phone has no room, what is older in storage does not come back", async () => {
  const { open, server } = phone();
  const guest = open();
  await guest.attend();
  guest.edit({ basket: [emptyLine("l1", "chips")] });
  server.room = false;
  guest.edit({ guestName: "Ada", basket: [] });
  guest.edit({ notes: "no hurry" });
  expect(guest.view()).toMatchObject({
    guestName: "Ada",
    basket: [],
    notes: "no hurry",
    kept: false,
  });
});

test("an order that the phone had no room for stays where it is when another page keeps something", async () => {
  const { open, server } = phone();
  const [first, second] = [open(), open()];
  await Promise.all([first.attend(), second.attend()]);
  first.edit({ basket: [emptyLine("l1", "chips")] });
  server.up = false;
  server.room = false;
  first.order();
  await first.attend();
  server.room = true;
  second.edit({ guestName: "Ada" });
  server.up = true;
  await first.attend();
  await second.attend();
  expect(server.taken.size).toBe(1);
  for (const page of [first, second, open()])
    expect(page.view()).toMatchObject({ basket: [], orders: [{ answer: { number: "G7" } }] });
});

test("what another page keeps and this one cannot read costs it no order", async () => {
  const { open, server, storage } = phone();
  const guest = open();
  await guest.attend();
  guest.edit({ basket: [emptyLine("l1", "chips")] });
  server.up = false;
  guest.order();
  const [key, kept] = [...storage].find(([name]) => !name.endsWith(".menu"))!;
  storage.set(key, { ...(kept as object), orders: "as a newer app keeps them" });
  server.up = true;
  await guest.attend();
  expect(guest.view()).toMatchObject({ basket: [], orders: [{ answer: { number: "G7" } }] });
  expect(server.taken.size).toBe(1);
});

test.each([true, false])(
  "the guest's answer to Still wanted? (%s) counts once, whichever page asked too",
  async (yes) => {
    const { open, server, wait } = phone();
    const [first, second] = [open(), open()];
    await Promise.all([first.attend(), second.attend()]);
    first.edit({ basket: [emptyLine("l1", "chips")] });
    server.up = false;
    first.order();
    const { orderId } = first.view().orders[0]!;
    wait(ASK_AGAIN_MS);
    server.up = true;
    await Promise.all([first.attend(), second.attend()]);
    for (const page of [first, second])
      expect(page.view().outgoing).toMatchObject({ kind: "asking", orderId });
    second.stillWanted(orderId, yes);
    first.stillWanted(orderId, !yes);
    expect(first.view().outgoing).toBeNull();
    await first.attend();
    await second.attend();
    expect(server.taken.size).toBe(yes ? 1 : 0);
    for (const page of [first, second])
      expect([page.view().orders.length, page.view().basket.length]).toEqual(yes ? [1, 0] : [0, 1]);
  },
);
