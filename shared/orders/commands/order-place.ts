import { z } from "zod/mini";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { isoTime, optionalText, slug, uuid } from "#shared/kernel/schema.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { leadTimeMs } from "#shared/menu/lead-time.ts";
import { applied, noop, rejected, type Decision } from "../decision.ts";
import { refuseGuest } from "../guest-load.ts";
import { makeLines } from "../new-lines.ts";
import { deviceNumber, isDevices } from "../order-number.ts";
import type { Order } from "../order.ts";
import { CHANNELS } from "../statuses.ts";
import { orderedLines } from "../ordered-line.ts";
import type { Turn } from "../turn.ts";
import { STAFF } from "../role-groups.ts";
import { command } from "./definition.ts";

const args = z.strictObject({
  orderId: uuid,
  /**
   * Made by the originating device so that it exists before the network does; left out by programs,
   * then the server makes one.
   */
  number: z.optional(deviceNumber),
  channel: z.enum(CHANNELS),
  tableId: z.optional(slug),
  guestName: z.optional(optionalText(80)),
  notes: z.optional(optionalText(1_000)),
  promisedAt: z.optional(isoTime),
  hold: z.optional(z.boolean()),
  lines: orderedLines,
});
type Asked = z.infer<typeof args>;

/** ORD-1 to ORD-7, ORD-39. */
export const orderPlace = command({
  name: "order.place",
  args,
  may: [...STAFF, "guest"],
  isPushed: true,
  decide: place,
});

function place(turn: Turn, asked: Asked): Decision {
  const print = fingerprint([asked.tableId ?? null, asked.lines]);
  const existing = turn.order(asked.orderId);
  if (existing !== undefined) {
    if (existing.fingerprint === print) return noop;
    return rejected("id_reused", "Another order was placed under this id.");
  }
  const table =
    asked.tableId === undefined ? null : turn.tables.find((it) => it.id === asked.tableId);
  if (table === undefined) return rejected("unknown_table", "There is no such table any more.");
  const refusal = turn.role === "guest" ? refuseGuestOf(turn, asked) : null;
  if (refusal !== null) return refusal;
  const lines = makeLines(turn, asked.lines, firstCourse(asked), null, 0);
  if (!lines.ok) return rejected(lines.error.code, lines.error.detail);

  const held = asked.hold ?? isForLater(turn, asked);
  const status = turn.role === "guest" && !turn.settings.autoAccept ? "pending" : "submitted";
  const order: Omit<Order, "seq"> = {
    orderId: asked.orderId,
    number:
      asked.number !== undefined && isDevices(asked.number) ? asked.number : turn.nextNumber(),
    channel: asked.channel,
    tableId: table?.id ?? null,
    tableLabel: table?.label ?? null,
    movedFrom: null,
    guestName: asked.guestName || null,
    notes: asked.notes || null,
    promisedAt: asked.promisedAt ?? null,
    status,
    held,
    rush: false,
    source: turn.source,
    placedAt: turn.occurredAt,
    firedAt: held || status === "pending" ? null : turn.occurredAt,
    closedAt: null,
    cancelReason: null,
    fingerprint: print,
    lines: lines.value,
  };
  return applied({ type: "order_created", entityId: order.orderId, data: order });
}

/** Promised for later than it takes to make: begun now, tomorrow's order would be cooked today. */
const isForLater = ({ menu, occurredAt }: Turn, { promisedAt, lines }: Asked): boolean =>
  promisedAt !== undefined && fromIso(promisedAt) - leadTimeMs(lines, menu) > fromIso(occurredAt);

const refuseGuestOf = (
  { settings, guestLoad, source, guest, occurredAt }: Turn,
  { tableId, lines }: Asked,
): Decision | null =>
  refuseGuest(settings, guestLoad, {
    tableId: tableId ?? null,
    session: source.session ?? null,
    isShared: guest?.isShared ?? true,
    ceiling: guest?.ceiling ?? Infinity,
    lines,
    at: occurredAt,
  });

const firstCourse = ({ lines }: Asked): number =>
  Math.min(...lines.map((line) => line.course ?? 1));
