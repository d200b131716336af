import { fromIso } from "#shared/kernel/time.ts";
import { viewOf } from "../core.ts";
import type { Effect } from "../ports.ts";
import type { Core } from "../state.ts";
import type { Notice } from "./ports.ts";

/** A refused action as the person is told of it, with the number that the order has here. */
export function noticeOf(
  core: Core,
  { entry, code, detail }: Extract<Effect, { kind: "notice" }>,
): Notice {
  const { orderId, number } = entry.args;
  const known = typeof orderId === "string" ? viewOf(core).orders.get(orderId)?.number : undefined;
  return {
    id: `${entry.clientId}/${entry.id}`,
    at: fromIso(entry.occurredAt),
    code,
    detail,
    number: known ?? (typeof number === "string" ? number : null),
  };
}
