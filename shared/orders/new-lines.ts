/** The lines of an order as the menu in service makes them of what was asked for. */
import { MAX_TOTAL } from "#shared/kernel/money.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import { canBeOrdered, findMenuItem, type MenuItem } from "#shared/menu/menu.ts";
import type { RejectionCode } from "./decision.ts";
import type { Line, LineModifier } from "./order.ts";
import type { OrderedLine } from "./ordered-line.ts";
import type { Turn } from "./turn.ts";

type Refusal = { readonly code: RejectionCode; readonly detail: string };

/**
 * New lines as the menu knows them now; `addedAt` is null for an order's first lines, `before` what
 * it is worth without them (ORD-38).
 */
export function makeLines(
  turn: Turn,
  asked: readonly OrderedLine[],
  firesUpTo: number,
  addedAt: IsoTime | null,
  before: number,
): Result<Line[], Refusal> {
  const lines: Line[] = [];
  for (const line of asked) {
    if (turn.orderOfLine(line.lineId) !== undefined)
      return err({
        code: "line_id_taken",
        detail: "A line id of this order belongs to another order.",
      });
    const item = findMenuItem(turn.menu, line.menuItemId);
    if (item === undefined)
      return err({
        code: "unknown_item",
        detail: "A dish of this order is not on the menu any more.",
      });
    const available = canBeOrdered(turn.menu, item.id);
    if (turn.role === "guest" && !available)
      return err({ code: "item_unavailable", detail: `${item.name} has just run out.` });
    const modifiers = chooseModifiers(item, line.modifiers ?? [], turn.role === "guest");
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
      statusAt: turn.occurredAt,
      unavailable: !available,
      voided: null,
    });
  }
  const total = before + lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  return total > MAX_TOTAL
    ? err({
        code: "invalid",
        detail: "An order cannot be worth that much: look at its prices and quantities.",
      })
    : ok(lines);
}

/**
 * Names and prices of what was chosen. A guest is online and is told of any mismatch (ORD-5); a
 * device may have ordered from an older menu, and what a person wrote down must reach the kitchen:
 * an option that is gone is shown by its id and costs nothing.
 */
function chooseModifiers(
  item: MenuItem,
  chosen: readonly { modifierId: string; optionId: string }[],
  strict: boolean,
): Result<LineModifier[], Refusal> {
  const list: LineModifier[] = [];
  for (const { modifierId, optionId } of chosen) {
    const option = item.modifiers
      ?.find((it) => it.id === modifierId)
      ?.options.find((it) => it.id === optionId);
    if (option === undefined && strict)
      return err({
        code: "bad_modifiers",
        detail: `${item.name} is not offered like this any more: choose again.`,
      });
    list.push({ modifierId, optionId, name: option?.name ?? optionId, price: option?.price ?? 0 });
  }
  if (!strict) return ok(list);
  for (const modifier of item.modifiers ?? []) {
    const count = list.filter((it) => it.modifierId === modifier.id).length;
    if (count < modifier.min)
      return err({
        code: "bad_modifiers",
        detail: `${item.name}: choose at least ${modifier.min} of ${modifier.name}.`,
      });
    if (count > modifier.max)
      return err({
        code: "bad_modifiers",
        detail: `${item.name}: choose at most ${modifier.max} of ${modifier.name}.`,
      });
  }
  return ok(list);
}
