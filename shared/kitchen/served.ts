/**
 * What has been carried out of an order that goes on: one row says so, course by course, and its
 * dishes are drawn no more.
 */
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Line, Order } from "#shared/orders/order.ts";

export type ServedCourse = {
  readonly course: number;
  /** All of the order's course, wherever it was made; else some pieces of it. */
  readonly whole: boolean;
  readonly pieces: number;
  /** The order has other courses, so this one is named. */
  readonly oneOfMany: boolean;
  /** When the last of it was carried out. */
  readonly at: IsoTime;
};

/** The served ones among these lines of the order, by course. */
export function servedCourses(order: Order, lines: readonly Line[]): ServedCourse[] {
  const wanted = order.lines.filter((line) => line.status !== "cancelled");
  const served = lines.filter((line) => line.status === "served");
  const oneOfMany = new Set(wanted.map((line) => line.course)).size > 1;
  return [...new Set(served.map((line) => line.course))]
    .sort((a, b) => a - b)
    .map((course) => {
      const mine = served.filter((line) => line.course === course);
      return {
        course,
        whole: wanted.every((line) => line.course !== course || line.status === "served"),
        pieces: mine.reduce((sum, line) => sum + line.quantity, 0),
        oneOfMany,
        at: mine.reduce((latest, line) => (line.statusAt > latest ? line.statusAt : latest), ""),
      };
    });
}
