import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { MAX_TOTAL } from "#shared/kernel/money.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import { fromIso, type IsoTime } from "#shared/kernel/time.ts";
import { leadTimeMs } from "#shared/menu/lead-time.ts";
import { canBeOrdered, findMenuItem, type MenuItem } from "#shared/menu/menu.ts";
import type { Args, OrderedLine } from "./command.ts";
import type { DecideContext, View } from "./decide.ts";
import { applied, noop, rejected, type Decision, type RejectionCode } from "./decision.ts";
import { refuseGuest } from "./guest-load.ts";
import { isDevices } from "./number.ts";
import type { Line, LineModifier, Order } from "./order.ts";

type Refusal = { readonly code: RejectionCode; readonly detail: string };

/** Places an order (ORD-1 to ORD-7, ORD-39). */
export function place(view: View, args: Args<"order.place">, context: DecideContext): Decision {
  const print = fingerprint([args.tableId ?? null, args.lines]);
  const existing = view.order(args.orderId);
  if (existing !== undefined) {
    if (existing.fingerprint === print) return noop;
    return rejected("id_reused", "Another order was placed under this id.");
  }
  const table = args.tableId === undefined ? null : view.tables.find((it) => it.id === args.tableId);
  if (table === undefined) return rejected("unknown_table", "There is no such table any more.");
  const refusal = context.role === "guest" ? refuseGuestOf(view, args, context) : null;
  if (refusal !== null) return refusal;
  const lines = makeLines(view, args.lines, context, firstCourse(args.lines), null, 0);
  if (!lines.ok) return rejected(lines.error.code, lines.error.detail);

  const held = args.hold ?? isForLater(view, args, context);
  const status = context.role === "guest" && !view.settings.autoAccept ? "pending" : "submitted";
  const order: Omit<Order, "seq"> = {
    orderId: args.orderId,
    number: args.number !== undefined && isDevices(args.number) ? args.number : context.nextNumber(),
    channel: args.channel,
    tableId: table?.id ?? null,
    tableLabel: table?.label ?? null,
    movedFrom: null,
    guestName: args.guestName || null,
    notes: args.notes || null,
    promisedAt: args.promisedAt ?? null,
    status,
    held,
    rush: false,
    source: context.source,
    placedAt: context.occurredAt,
    firedAt: held || status === "pending" ? null : context.occurredAt,
    closedAt: null,
    cancelReason: null,
    fingerprint: print,
    lines: lines.value,
  };
  return applied({ type: "order_created", entityId: order.orderId, data: order });
}

/** Promised for later than it takes to make: begun now, tomorrow's order would be cooked today. */
const isForLater = (view: View, { promisedAt, lines }: Args<"order.place">, { occurredAt }: DecideContext): boolean =>
  promisedAt !== undefined && fromIso(promisedAt) - leadTimeMs(lines, view.menu) > fromIso(occurredAt);

const refuseGuestOf = ({ settings, guestLoad }: View, { tableId, lines }: Args<"order.place">, { source, guest, occurredAt }: DecideContext): Decision | null =>
  refuseGuest(settings, guestLoad, { tableId: tableId ?? null, session: source.session ?? null, isShared: guest?.isShared ?? true, ceiling: guest?.ceiling ?? Infinity, lines, at: occurredAt });

/** New lines as the menu knows them now; `addedAt` is null for an order's first lines, `before` what it is worth without them (ORD-38). */
export function makeLines(
  view: View, asked: readonly OrderedLine[], context: DecideContext, firesUpTo: number, addedAt: IsoTime | null, before: number,
): Result<Line[], Refusal> {
  const lines: Line[] = [];
  for (const line of asked) {
    if (view.orderOfLine(line.lineId) !== undefined) return err({ code: "line_id_taken", detail: "A line id of this order belongs to another order." });
    const item = findMenuItem(view.menu, line.menuItemId);
    if (item === undefined) return err({ code: "unknown_item", detail: "A dish of this order is not on the menu any more." });
    const available = canBeOrdered(view.menu, item.id);
    if (context.role === "guest" && !available) return err({ code: "item_unavailable", detail: `${item.name} has just run out.` });
    const modifiers = chooseModifiers(item, line.modifiers ?? [], context.role === "guest");
    if (!modifiers.ok) return modifiers;
    const course = line.course ?? 1;
    lines.push({
      lineId: line.lineId,
      menuItemId: item.id,
      name: item.name,
      stationId: item.stationId,
      quantity: line.quantity,
      price: Math.max(0, item.price + modifiers.value.reduce((sum, it) => sum + it.price, 0)),
      modifiers: modifiers.value,
      notes: line.notes || null,
      allergies: line.allergies ?? [],
      course,
      status: "queued",
      generation: 0,
      fired: course <= firesUpTo,
      addedAt,
      shownAt: null,
      shownBy: null,
      statusAt: context.occurredAt,
      unavailable: !available,
      voided: null,
    });
  }
  const total = before + lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return total > MAX_TOTAL ? err({ code: "invalid", detail: "An order cannot be worth that much: look at its prices and quantities." }) : ok(lines);
}

const firstCourse = (lines: readonly OrderedLine[]): number => Math.min(...lines.map((line) => line.course ?? 1));

/**
 * Names and prices of what was chosen. A guest is online and is told of any mismatch (ORD-5); a device may have ordered from an older
 * menu, and what a person wrote down must reach the kitchen: an option that is gone is shown by its id and costs nothing.
 */
function chooseModifiers(item: MenuItem, chosen: readonly { modifierId: string; optionId: string }[], strict: boolean): Result<LineModifier[], Refusal> {
  const list: LineModifier[] = [];
  for (const { modifierId, optionId } of chosen) {
    const option = item.modifiers?.find((it) => it.id === modifierId)?.options.find((it) => it.id === optionId);
    if (option === undefined && strict) return err({ code: "bad_modifiers", detail: `${item.name} is not offered like this any more: choose again.` });
    list.push({ modifierId, optionId, name: option?.name ?? optionId, price: option?.price ?? 0 });
  }
  if (!strict) return ok(list);
  for (const modifier of item.modifiers ?? []) {
    const count = list.filter((it) => it.modifierId === modifier.id).length;
    if (count < modifier.min) return err({ code: "bad_modifiers", detail: `${item.name}: choose at least ${modifier.min} of ${modifier.name}.` });
    if (count > modifier.max) return err({ code: "bad_modifiers", detail: `${item.name}: choose at most ${modifier.max} of ${modifier.name}.` });
  }
  return ok(list);
}
