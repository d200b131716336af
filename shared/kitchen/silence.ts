/**
 * Screens that went silent while there is work for them: the server writes it into the log, and the
 * owner's board draws it by the same rule.
 */
import type { DeviceRole } from "#shared/devices/roles.ts";
import { fromIso, HOUR, MINUTE, type IsoTime } from "#shared/kernel/time.ts";
import type { Order, OrderStatus } from "#shared/orders/order.ts";

/**
 * Proof of life is written down at every beat of a stream, at most every half minute: four are
 * missing by then.
 */
export const SILENT_AFTER_MS = 2 * MINUTE;

/** A device that was not here for this long was put away on purpose. */
export const HERE_WITHIN_MS = 12 * HOUR;

/**
 * Without these somebody does not hear, make or carry out what was ordered; a board for guests is
 * nobody's ear.
 */
export const STAFF_ROLES: readonly DeviceRole[] = ["kitchen", "expo", "floor"];

/**
 * Somebody still has to do something about such an order. Served ones wait for nobody but their
 * guests.
 */
export const AWAITED_STATUSES: readonly OrderStatus[] = [
  "pending",
  "submitted",
  "preparing",
  "ready",
];

export type LastSeen = { readonly role: DeviceRole; readonly lastSeenAt: IsoTime | null };

/** The devices that should be here and are not; none while nobody waits for anything. */
export function silentDevices<Device extends LastSeen>(
  devices: readonly Device[],
  orders: Iterable<Order>,
  nowMs: number,
): Device[] {
  const awaited = [...orders].some(
    (order) =>
      AWAITED_STATUSES.includes(order.status) &&
      !order.held &&
      nowMs - fromIso(order.placedAt) < HERE_WITHIN_MS,
  );
  return awaited
    ? devices.filter(
        (device) =>
          STAFF_ROLES.includes(device.role) &&
          device.lastSeenAt !== null &&
          isSilent(nowMs - fromIso(device.lastSeenAt)),
      )
    : [];
}

const isSilent = (unheardMs: number): boolean =>
  unheardMs >= SILENT_AFTER_MS && unheardMs < HERE_WITHIN_MS;
