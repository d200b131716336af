import { fromIso } from "#shared/kernel/time.ts";
import { viewOf } from "#shared/sync/device/core.ts";
import type { Effect } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { NoticeRow } from "../store/database.ts";

/** A refused action as the person is told of it, with the number that the order has here. */
export function noticeOf(core: Core, { entry, code, detail }: Extract<Effect, { kind: "notice" }>): Omit<NoticeRow, "dismissed"> {
  const { orderId, number } = entry.args;
  const known = typeof orderId === "string" ? viewOf(core).orders.get(orderId)?.number : undefined;
  return { id: `${entry.clientId}/${entry.id}`, at: fromIso(entry.occurredAt), code, detail, number: known ?? (typeof number === "string" ? number : null) };
}
