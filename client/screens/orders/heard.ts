import { fromIso } from "#shared/kernel/time.ts";
import type { Ticket } from "#shared/kitchen/ticket.ts";
import { isHeardOf, type Line } from "#shared/orders/order.ts";

export type Heard = { readonly by: string; readonly at: string } | null;

/** Who showed a station's ticket first to last: null while any of its lines has not been shown. */
export function heardOf(ticket: Ticket): Heard {
  const fired = ticket.lines.filter(isHeardOf);
  const last = fired.reduce<Heard>(
    (latest, { shownAt, shownBy }) =>
      shownAt !== null && (latest === null || shownAt > latest.at)
        ? { by: shownBy ?? "", at: shownAt }
        : latest,
    null,
  );
  return fired.every((line) => line.shownAt !== null) ? last : null;
}

/**
 * For how long the line that has waited longest could have been shown, in ms: one that was added
 * late has not waited as long as its order.
 */
export function unheardMs({ order, lines }: Ticket, nowMs: number): number {
  const since = (line: Line) =>
    Math.max(
      ...[line.addedAt, line.statusAt, order.firedAt, order.confirmedAt ?? null].map((at) =>
        at === null ? 0 : fromIso(at),
      ),
    );
  return Math.max(
    0,
    ...lines
      .filter((line) => isHeardOf(line) && line.shownAt === null)
      .map((line) => nowMs - since(line)),
  );
}
