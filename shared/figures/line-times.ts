/**
 * When each line began to be wanted and when it was made. An order's document has only the
 * beginning of a line's last status, and a dish that was carried out has lost the moment it stood
 * at the pass: what happened in between is read from the log, as long as the log has it.
 */
import { countedTime, fromIso } from "#shared/kernel/time.ts";
import { wantedAt } from "#shared/kitchen/aging.ts";
import type { Line, Order } from "#shared/orders/order.ts";

/** What the log says about a day's lines, in its order. */
export type LineHappening =
  | {
      readonly kind: "status";
      readonly lineId: string;
      readonly to: "ready" | "served";
      readonly at: string;
    }
  | {
      readonly kind: "course";
      readonly orderId: string;
      readonly course: number;
      readonly at: string;
    };

export type TimedLine = {
  readonly order: Order;
  readonly line: Line;
  /** Milliseconds since 1970. */ readonly wantedAt: number;
  /** Null: not made, or nobody knows any more when. */ readonly madeAt: number | null;
};

/** The lines that stations had to make, voided ones left out. */
export function timedLines(
  orders: Iterable<Order>,
  happenings: Iterable<LineHappening>,
): TimedLine[] {
  const made = new Map<string, { readonly to: "ready" | "served"; readonly at: string }>();
  const courses = new Map<string, string>();
  for (const it of happenings) {
    if (it.kind === "course") courses.set(`${it.orderId}/${it.course}`, it.at);
    // A line that was recalled is made when it was made again; one that was carried out was made
    // before that.
    else if (it.to === "ready" || made.get(it.lineId) === undefined) made.set(it.lineId, it);
  }
  return [...orders].flatMap((order) =>
    order.firedAt === null
      ? []
      : order.lines
          .filter((line) => line.fired && line.status !== "cancelled")
          .map((line) => {
            // Lines that an older version wrote down do not know when their course was called: the
            // log may.
            const called = line.calledAt ?? courses.get(`${order.orderId}/${line.course}`);
            const wanted = fromIso(
              countedTime(
                wantedAt(order, called === undefined ? line : { ...line, calledAt: called }),
                order.recordedAt,
              ),
            );
            return {
              order,
              line,
              wantedAt: wanted,
              madeAt: madeAt(line, made.get(line.lineId)?.at, wanted),
            };
          }),
  );
}

function madeAt(line: Line, said: string | undefined, wantedAt: number): number | null {
  if (line.status !== "ready" && line.status !== "served") return null;
  const time = said ?? (line.status === "ready" ? line.statusAt : null);
  // Devices' clocks disagree by a little: nothing takes less than no time.
  return time === null ? null : Math.max(wantedAt, fromIso(time));
}
