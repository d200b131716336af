import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { goTo } from "../../platform/address.ts";
import { fakeDevice, type FakeDevice } from "../../testing/fake-device.ts";
import { button, stage } from "../../testing/stage.tsx";
import ExpoScreen from "../expo/expo-screen.tsx";
import FloorScreen from "../floor/floor-screen.tsx";
import OwnerScreen from "../owner/owner-screen.tsx";
import { UNDO_MS } from "./undo-window.ts";

const show = stage();
const guest = { kind: "guest", role: "guest", name: "Guest" } as const;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const CROWD = 12;

/**
 * A house in which a dozen guests' orders wait at its first table, and one of the floor's is not
 * heard.
 */
function flooded(role: "floor" | "owner" | "expo"): FakeDevice {
  const device = fakeDevice({ role, name: "Anna" });
  const tableId = device.view().tables[0]?.id ?? "";
  for (let n = 0; n < CROWD; n++)
    device.happen(guest, 60 - n, "order.place", {
      orderId: id(700 + n),
      channel: "dine_in",
      tableId,
      lines: [{ lineId: id(7_000 + n), menuItemId: "chips", quantity: 1 }],
    });
  device.happen({ kind: "device", role: "floor", name: "Ben" }, 40, "order.place", {
    orderId: id(901),
    number: "Z1",
    channel: "takeaway",
    lines: [{ lineId: id(9_001), menuItemId: "chips", quantity: 1 }],
  });
  return device;
}
const cancelled = (device: FakeDevice) =>
  [...device.view().orders.values()].filter(({ status }) => status === "cancelled").length;

test("[ORD-54] the owner sees a table's flood as one alarm beside the real one, and clears it in one touch that can be taken back", async () => {
  const device = flooded("owner");
  show(OwnerScreen, device);
  await expect
    .element(page.getByText(`Many orders at table 1: ${CROWD} from phones wait`))
    .toBeVisible();
  await expect.element(page.getByText(/^No kitchen screen has shown Z1/)).toBeVisible();
  const clear = button(`Clear ${CROWD} and close: the orders from phones at table 1`);
  await clear.click();
  await button("Undo: clearing table 1").click();
  expect(cancelled(device)).toBe(0);
  await expect.element(clear).toBeVisible();
  await new Promise((resolve) => setTimeout(resolve, 500));
  await clear.click();
  await vi.waitFor(() => expect(cancelled(device)).toBe(CROWD), { timeout: UNDO_MS + 3_000 });
  expect(device.view().settings.guestOrdering?.tables).toMatchObject({
    [device.view().tables[0]?.id ?? ""]: { open: false },
  });
  await expect.element(page.getByText(/^Many orders at table/)).not.toBeInTheDocument();
});

test("[ORD-51] the floor says that it is fine, and the alarm is over where it stands; offline it is said that it could not be", async () => {
  const device = flooded("floor");
  goTo("/floor", "replace");
  show(FloorScreen, device);
  await button(/^What needs you: Many orders: table 1/).click();
  device.setLink({ state: "offline" });
  await button("It is fine: table 1 may order on").click();
  await expect
    .element(page.getByText(/server did not answer|not connected|connection/i).first())
    .toBeVisible();
  device.setLink({ state: "live" });
  await button("It is fine: table 1 may order on").click();
  await expect.element(page.getByText("Table 1 is seen to.")).toBeVisible();
  expect(cancelled(device)).toBe(0);
});

test("[ORD-52] the pass pauses orders from phones until a time, and resumes them", async () => {
  const device = flooded("expo");
  show(ExpoScreen, device);
  await button("Settings").click();
  await button("Pause 30 min").click();
  await expect.element(page.getByText(/^Paused until \d\d:\d\d\.$/)).toBeVisible();
  await button("Resume").click();
  await expect.element(page.getByText("Guests can order from their phones.")).toBeVisible();
  expect(device.view().settings.guestOrdering?.pause).toBeNull();
});
