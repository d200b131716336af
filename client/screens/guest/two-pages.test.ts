import { expect, test } from "vitest";
import { emptyLine } from "../ordering/basket.ts";
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
