import { must } from "#shared/kernel/assert.ts";
import { canonical } from "#shared/kernel/fingerprint.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { EventDraft } from "./event.ts";
import { foldOrder, statusFromLines } from "./fold.ts";
import type { Order } from "./order.ts";

export const REJECTIONS = [
  "id_reused",
  "unknown_order",
  "unknown_line",
  "unknown_item",
  "unknown_table",
  "item_unavailable",
  "bad_modifiers",
  "line_id_taken",
  "order_cancelled",
  "line_voided",
  "illegal_transition",
  "forbidden",
  "other_station",
  "too_many_lines",
  "order_closed",
  "bad_settings",
  "menu_changed",
  "invalid",
  "unknown_mutation",
  "too_many_orders",
  "ordering_closed",
  "ordering_paused",
] as const;
export type RejectionCode = (typeof REJECTIONS)[number];

/**
 * What a command comes to. A refusal carries a sentence for the person who asked, and after how
 * long it may be otherwise where that is known.
 */
export type Decision =
  | { readonly kind: "applied"; readonly events: readonly EventDraft[] }
  | { readonly kind: "noop" }
  | {
      readonly kind: "rejected";
      readonly code: RejectionCode;
      readonly detail: string;
      readonly waitMs?: number;
    };

export const noop: Decision = { kind: "noop" };

export const applied = (...events: EventDraft[]): Decision => ({ kind: "applied", events });

export const rejected = (code: RejectionCode, detail: string, waitMs?: number): Decision => ({
  kind: "rejected",
  code,
  detail,
  ...(waitMs === undefined ? {} : { waitMs }),
});

/** The event that makes `after` of `before`; none where they are the same. */
export const changedOr = <T>(before: T, after: T, event: (after: T) => EventDraft): Decision =>
  canonical(before) === canonical(after) ? noop : applied(event(after));

/** Collects events on one order while keeping the order as they leave it. */
export type OrderDraft = {
  order(): Order;
  emit(event: EventDraft): void;
  /** Ends: adds the status that the lines now speak for (ORD-9); no events is no effect. */
  done(): Decision;
};

export function draftOn(start: Order, occurredAt: IsoTime): OrderDraft {
  let order = start;
  const events: EventDraft[] = [];
  const emit = (event: EventDraft) => {
    events.push(event);
    order = must(
      foldOrder(order, { ...event, occurredAt, seq: order.seq }),
      "the order being decided",
    );
  };
  return {
    order: () => order,
    emit,
    done() {
      const to = statusFromLines(order);
      if (events.length > 0 && to !== order.status) {
        const reason = to === "cancelled" ? { reason: "Every line was voided" } : {};
        emit({
          type: "order_status_changed",
          entityId: order.orderId,
          data: { orderId: order.orderId, from: order.status, to, ...reason },
        });
      }
      return events.length > 0 ? { kind: "applied", events } : noop;
    },
  };
}
