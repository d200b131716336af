import type { PushPayload } from "#shared/api/push.ts";
import { unreachable } from "#shared/kernel/assert.ts";
import { toIso, type IsoTime } from "#shared/kernel/time.ts";
import { CROWD } from "#shared/orders/guest-load.ts";
import { isHeard, isInKitchen } from "#shared/orders/order.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Claimed } from "./queue.ts";

/**
 * What the phone is told, or null where it has come right since: nobody is called for an order that
 * was heard meanwhile.
 */
export function payloadOf(
  { data, order, lastSeenAt, waiting, createdAt }: Claimed,
  settings: Settings,
): PushPayload | null {
  const frame = {
    locale: settings.locale,
    timezone: settings.timezone,
    at: toIso(createdAt.getTime()),
  };
  switch (data.kind) {
    case "order_unheard":
    case "order_waiting": {
      const stillTrue =
        order !== null &&
        (data.kind === "order_waiting"
          ? order.status === "pending"
          : isInKitchen(order) && !isHeard(order));
      return stillTrue
        ? {
            ...frame,
            kind: data.kind,
            number: data.number,
            table: order.tableLabel,
            tag: `${data.kind}/${data.orderId}`,
          }
        : null;
    }
    case "order_unscreened":
      return order !== null && isInKitchen(order) && !isHeard(order)
        ? {
            ...frame,
            kind: data.kind,
            number: data.number,
            table: order.tableLabel,
            stations: data.stations,
            tag: `${data.kind}/${data.orderId}`,
          }
        : null;
    case "stations_unscreened": {
      const still = data.stations
        .filter(({ id }) => settings.unscreened?.includes(id) === true)
        .map(({ name }) => name);
      return still.length === 0
        ? null
        : { ...frame, kind: data.kind, stations: still, tag: data.kind };
    }
    case "table_crowded":
      return waiting < CROWD
        ? null
        : {
            ...frame,
            kind: data.kind,
            label: data.label,
            count: data.count,
            tag: `${data.kind}/${data.tableId}`,
          };
    case "codes_guessed":
      return { ...frame, kind: data.kind, count: data.count, tag: data.kind };
    case "device_silent": {
      const stillAway = lastSeenAt !== null && lastSeenAt.getTime() <= Date.parse(data.lastSeenAt);
      return stillAway
        ? {
            ...frame,
            kind: data.kind,
            device: data.name,
            since: data.lastSeenAt,
            tag: `${data.kind}/${data.deviceId}`,
          }
        : null;
    }
    default:
      return unreachable(data);
  }
}

export const testPayload = ({ locale, timezone }: Settings, at: IsoTime): PushPayload => ({
  kind: "test",
  locale,
  timezone,
  tag: "test",
  at,
});
