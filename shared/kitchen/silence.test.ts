import { describe, expect, test } from "vitest";
import { HOUR, MINUTE, toIso } from "#shared/kernel/time.ts";
import { houseWithOrder } from "#shared/orders/testing/house.ts";
import { HERE_WITHIN_MS, silentDevices, SILENT_AFTER_MS, type LastSeen } from "./silence.ts";

const order = houseWithOrder().order();
const now = Date.parse(order.placedAt) + MINUTE;
const seen = (agoMs: number, role: LastSeen["role"] = "kitchen"): LastSeen => ({
  role,
  lastSeenAt: toIso(now - agoMs),
});
const silent = (devices: readonly LastSeen[], orders = [order]) =>
  silentDevices(devices, orders, now);

describe("a device is silent", () => {
  test("from two minutes on, until it was away for half a day", () => {
    const devices = [
      seen(0),
      seen(SILENT_AFTER_MS - 1),
      seen(SILENT_AFTER_MS),
      seen(HERE_WITHIN_MS - 1),
      seen(HERE_WITHIN_MS),
    ];
    expect(silent(devices)).toEqual([devices[2], devices[3]]);
    expect(silent([{ role: "kitchen", lastSeenAt: null }])).toEqual([]);
  });

  test("where it hears, makes or carries out: not a guests' board, not an owner's phone in a pocket", () => {
    const devices = (["kitchen", "expo", "floor", "display", "owner"] as const).map((role) =>
      seen(HOUR, role),
    );
    expect(silent(devices).map(({ role }) => role)).toEqual(["kitchen", "expo", "floor"]);
  });

  test("while somebody waits for something", () => {
    const devices = [seen(HOUR)];
    const statuses = [
      "pending",
      "submitted",
      "preparing",
      "ready",
      "served",
      "completed",
      "cancelled",
    ] as const;
    expect(statuses.filter((status) => silent(devices, [{ ...order, status }]).length > 0)).toEqual(
      ["pending", "submitted", "preparing", "ready"],
    );
    expect(silent(devices, [{ ...order, held: true }])).toEqual([]);
    expect(silent(devices, [{ ...order, placedAt: toIso(now - HERE_WITHIN_MS) }])).toEqual([]);
    expect(silent(devices, [])).toEqual([]);
  });
});
