import { expect, test } from "vitest";
import { MINUTE, SECOND, toIso } from "#shared/kernel/time.ts";
import { fakeDevice } from "../../testing/fake-device.ts";
import { asked, pause, stage } from "../../testing/stage.tsx";
import { DueReleases } from "./due-releases.tsx";

const show = stage();
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
/**
 * A kitchen alone, with an order held until fifteen minutes before its time; it was due so many
 * seconds ago.
 */
const kitchen = (dueSecondsAgo: number) => {
  const device = fakeDevice();
  device.setLink({ state: "offline", lastContactAt: Date.now() - 60_000 });
  device.happen(floor, 3_600, "order.place", {
    orderId: id(1),
    number: "B1",
    channel: "takeaway",
    hold: true,
    promisedAt: toIso(Date.now() + 15 * MINUTE - dueSecondsAgo * SECOND),
    lines: [{ lineId: id(11), menuItemId: "chips", quantity: 1 }],
  });
  return device;
};
const released = (device: ReturnType<typeof kitchen>) => asked(device, "order.release");

test("a kitchen that is alone fires what is due, once, a few seconds late", async () => {
  const device = kitchen(2);
  show(DueReleases, device);
  await pause(1_500);
  expect(released(device)).toEqual([]);
  await expect
    .poll(() => released(device), { timeout: 10_000 })
    .toEqual([{ orderId: id(1), due: true }]);
  expect(device.view().orders.get(id(1))).toMatchObject({ held: false, status: "submitted" });
  await pause(1_500);
  expect(released(device)).toHaveLength(1);
});

test("leaves it to the tab that leads, and waits until it knows what happened meanwhile", async () => {
  const device = kitchen(60);
  device.setLink({ leader: false });
  show(DueReleases, device);
  await pause(1_500);
  device.setLink({ leader: true, state: "catching-up" });
  await pause(1_500);
  expect(released(device)).toEqual([]);
  device.setLink({ state: "live" });
  await expect.poll(() => released(device)).toHaveLength(1);
});
