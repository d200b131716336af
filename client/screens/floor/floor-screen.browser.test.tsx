import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { goTo } from "../../platform/address.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { asked, button, middleOf, pause, stage, tapsApart } from "../../testing/stage.tsx";
import { pageSound } from "../../platform/sound.ts";
import { TUNES } from "../shell/tunes.ts";
import FloorScreen from "./floor-screen.tsx";

const show = stage();
const colleague = { kind: "device", role: "floor", name: "Ben" } as const;
const kitchen = { kind: "device", role: "kitchen", name: "Grill tablet" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const floor = (count: number): FakeDevice => {
  const device = fakeDevice({ role: "floor", name: "Anna" });
  fakeEvening(device, count);
  return device;
};
const orderOf = (device: FakeDevice, number: string) =>
  [...device.view().orders.values()].find((order) => order.number === number)!;
const make = (device: FakeDevice, number: string) => {
  const { orderId, lines } = orderOf(device, number);
  for (const line of lines)
    device.happen(kitchen, 0, "line.setStatus", {
      orderId,
      lineId: line.lineId,
      generation: 0,
      status: "ready",
    });
  return orderId;
};
const place = (device: FakeDevice, n: number, secondsAgo: number) =>
  device.happen(colleague, secondsAgo, "order.place", {
    orderId: id(900 + n),
    number: `Z${n}`,
    channel: "takeaway",
    lines: [{ lineId: id(9_000 + n), menuItemId: "chips", quantity: 1 }],
  });
const NOW = Date.UTC(2026, 0, 31, 19, 30);
const settled = () => pause(600);

test("says what needs somebody while an order is being taken, and an alarm moves nothing", async () => {
  const device = floor(0);
  goTo("/floor#take/t1", "replace");
  show(FloorScreen, device);
  await expect.element(button("What needs you: Every order is heard")).toBeVisible();
  const before = [...document.querySelectorAll(".take *")].map(
    (element) => element.getBoundingClientRect().top,
  );
  place(device, 1, 20);
  await button("What needs you: Not heard: Z1").click();
  await expect
    .element(
      page.getByText(
        /^No kitchen screen has shown Z1 \(\u2068Takeaway\u2069\) for 0:\d\d\. Tell the kitchen\.$/,
      ),
    )
    .toBeVisible();
  expect(
    [...document.querySelectorAll(".take *")].map((element) => element.getBoundingClientRect().top),
  ).toEqual(before);
  // What is over says so in its place.
  device.happen(kitchen, 0, "ticket.shown", {
    orderId: id(901),
    stationId: "fry",
    lineIds: [id(9_001)],
  });
  await expect.element(page.getByText("Z1 is heard now.")).toBeVisible();
});

test("ticks that every order is heard only when every one is, before the alarm too", async () => {
  const device = fakeDevice({ role: "floor", name: "Anna" }, { now: () => NOW });
  for (const n of [1, 2]) place(device, n, 5);
  show(FloorScreen, device);
  await expect.element(button("What needs you: 2 not heard yet")).toHaveClass("needs-bar--calm");
  device.happen(kitchen, 0, "ticket.shown", {
    orderId: id(901),
    stationId: "fry",
    lineIds: [id(9_001)],
  });
  await expect.element(button("What needs you: 1 not heard yet")).toBeVisible();
  device.happen(kitchen, 0, "ticket.shown", {
    orderId: id(902),
    stationId: "fry",
    lineIds: [id(9_002)],
  });
  await expect.element(button("What needs you: Every order is heard")).toBeVisible();
});

test("takes every dish of a quick waiter, right after a dish's dialog has closed", async () => {
  const device = floor(0);
  goTo("/floor#take/t1", "replace");
  show(FloorScreen, device);
  await button("From the grill").click();
  await button(/^House burger, /).click();
  await page
    .getByRole("dialog", { name: "House burger" })
    .getByRole("button", { name: /^Add · / })
    .click();
  await button("Sides").click();
  await tapsApart(
    200,
    ...[/^Chips, /, /^Green salad, /, /^Chips, /, /^Green salad, /].map((name) =>
      middleOf(button(name).element()),
    ),
  );
  await expect.element(button("Send 5 dishes")).toBeVisible();
});

test("says of an order that only this tablet has that it waits here, and never beside it that it is sent", async () => {
  const device = floor(0);
  place(device, 1, 5);
  place(device, 2, 5);
  device.wait([id(902)], [id(901)]);
  show(FloorScreen, device);
  await expect.element(button(/Order Z1, .*Waits here/)).toBeVisible();
  expect(button(/Order Z2, .*Sent/).elements()).toHaveLength(1);
  await button(/Order Z1, /).click();
  const order = page.getByRole("region", { name: "Order Z1" });
  await expect
    .element(
      order.getByText(
        "Nobody else has it yet. It is kept here, and goes out by itself as soon as there is a connection.",
      ),
    )
    .toBeVisible();
  expect([
    order.getByText("Waiting on this tablet", { exact: true }).elements().length,
    order.getByText("Sent", { exact: true }).elements().length,
  ]).toEqual([1, 0]);
  // One that the kitchen knows, with a change that it does not know yet, is both in so many words.
  device.wait([id(901)], []);
  await expect.element(order.getByText("Sent", { exact: true })).toBeVisible();
  await expect
    .element(
      order.getByText(
        "What you changed last is waiting on this tablet, and goes out by itself as soon as there is a connection.",
      ),
    )
    .toBeVisible();
});

test("is not sure that all is well where it cannot be", async () => {
  const device = floor(0);
  device.setLink({ state: "offline", lastContactAt: Date.now() - 70_000 });
  show(FloorScreen, device);
  await expect.element(button("What needs you: No alarm that this screen knows of")).toBeVisible();
});

test("asks for what a second round lacks, and sends nothing before it has it", async () => {
  const device = floor(20);
  const { menu } = device.view();
  const items = menu.items.map((item) =>
    item.id === "ribeye"
      ? {
          ...item,
          modifiers: [
            {
              id: "done",
              name: "How done",
              min: 1,
              max: 1,
              options: [{ id: "pink", name: "Pink", price: 0 }],
            },
          ],
        }
      : item,
  );
  device.happen({ kind: "owner", role: "owner", name: "Giulia" }, 0, "menu.replace", {
    menu: { stations: menu.stations, categories: menu.categories, items },
  });
  goTo("/floor#take/t10", "replace");
  show(FloorScreen, device);
  await button("Same again as B20").click();
  const dialog = page.getByRole("dialog", { name: "Ribeye 300 g" });
  await expect.element(dialog.getByText("Choose: How done")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByText("Ribeye 300 g: Choose: How done")).toBeVisible();
  await settled();
  await button("Send 2 dishes").click();
  await expect.element(dialog).toBeVisible();
  expect(asked(device, "order.place")).toEqual([]);
  await dialog.getByRole("radio", { name: "Pink" }).click();
  await dialog.getByRole("button", { name: /^Change · / }).click();
  await expect.element(page.getByText("Ribeye 300 g: Choose: How done")).not.toBeInTheDocument();
  await settled();
  await button("Send 2 dishes").click();
  await expect
    .poll(() => asked(device, "order.place"))
    .toMatchObject([
      {
        lines: [
          { menuItemId: "burrata" },
          { menuItemId: "ribeye", modifiers: [{ optionId: "pink" }] },
        ],
      },
    ]);
});

test("says so when a dish goes off while it is in the order", async () => {
  const device = floor(0);
  goTo("/floor#take/t1", "replace");
  show(FloorScreen, device);
  await button(/^Calamari fritti, /).click();
  await expect.element(button("Send 1 dish")).toBeVisible();
  device.happen(kitchen, 0, "menu.setAvailability", { menuItemId: "calamari", available: false });
  await expect
    .element(
      page.getByText(
        "Off today: Calamari fritti. Take it out, or send it: kitchen and floor then decide.",
      ),
    )
    .toBeVisible();
});

test("writes allergies down as ids, in whatever language the screen speaks", async () => {
  const device = floor(0);
  goTo("/floor#take/t1", "replace");
  show(FloorScreen, device);
  await button("Pizza").click();
  await button(/^Margherita, /).click();
  const dialog = page.getByRole("dialog", { name: "Margherita" });
  await dialog.getByRole("radio", { name: "Classic" }).click();
  await dialog.getByRole("checkbox", { name: "Nuts" }).click();
  await dialog.getByRole("checkbox", { name: "Molluscs" }).click();
  await dialog.getByLabelText("Other allergy").fill("strawberries");
  await dialog.getByRole("button", { name: /^Add · / }).click();
  await settled();
  await button("Send 1 dish").click();
  await expect
    .poll(() => asked(device, "order.place"))
    .toMatchObject([{ lines: [{ allergies: ["nuts", "molluscs", "strawberries"] }] }]);
  await expect.element(page.getByText("Nuts, Molluscs, strawberries")).toBeVisible();
});

test("says where food stands that was called, and leaves it when it is gone", async () => {
  const device = floor(6);
  const orderId = make(device, "C8");
  const play = vi.spyOn(pageSound(), "play");
  show(FloorScreen, device);
  await expect.element(button(/^Table 1, C8, Ready/)).toBeVisible();
  expect(play.mock.calls.filter(([tune]) => tune === TUNES.chime)).toHaveLength(0);
  device.happen({ kind: "device", role: "expo", name: "Pass" }, 0, "order.call", { orderId });
  await expect.element(button(/^Table 1, C8, Pick up/)).toBeVisible();
  expect(play.mock.calls.filter(([tune]) => tune === TUNES.chime)).toHaveLength(1);
  await button(/1 to pick up$/).click();
  await expect
    .element(
      page.getByText(/^C8 \(\u2068Table 1\u2069\) is ready at the pass for 0:\d\d\. Pick it up\.$/),
    )
    .toBeVisible();
  await button("Open order C8").click();
  await expect.element(page.getByText("Ready at the pass: pick up")).toBeVisible();
  device.happen(colleague, 0, "order.serve", { orderId });
  await expect.element(page.getByText("Ready at the pass: pick up")).not.toBeInTheDocument();
});

test("draws an order that it cannot draw in plain text, beside the others of its table", async () => {
  const device = floor(0);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  for (const n of [1, 2])
    device.happen(colleague, 5, "order.place", {
      orderId: id(900 + n),
      number: `Z${n}`,
      channel: "dine_in",
      tableId: "t1",
      lines: [{ lineId: id(9_000 + n), menuItemId: "chips", quantity: 1 }],
    });
  Object.assign(orderOf(device, "Z1").lines[0]!, { notes: { text: "no salt" } });
  goTo("/floor#table/t1", "replace");
  show(FloorScreen, device);
  await expect.poll(() => document.querySelector(".plain-order")?.textContent).toContain("Z1 · 1");
  await expect.element(page.getByRole("region", { name: "Order Z2", exact: true })).toBeVisible();
});
