/**
 * Takes away the answer to a write that the server has carried out: it comes back over the line,
 * and the connection is reset in its place.
 */
import type { Line } from "./line.ts";

export type LosingAnswers = {
  /** The statuses of the answers that nobody got, in order. */
  readonly lost: readonly number[];
  stop(): void;
};

const WRITES = ["POST /api/sync/push", "POST /api/qr/orders/create"];
/** A push that asks only for the last id writes nothing. */
const CARRIED = ['"mutations":[{', '"tableToken":'];

/** Each write's answer until `most` are lost. */
export function loseAnswers(line: Line, most: number): LosingAnswers {
  const lost: number[] = [];
  line.watch({
    up(bytes, { marks }) {
      if (WRITES.some((start) => bytes.includes(start))) marks.add("asks");
      // A browser sends head and body apart.
      if (marks.has("asks") && CARRIED.some((text) => bytes.includes(text))) marks.add("writes");
      return true;
    },
    down(bytes, connection) {
      const { marks } = connection;
      const wrote = marks.has("writes");
      marks.clear();
      if (!wrote || lost.length >= most) return true;
      lost.push(Number(bytes.toString("latin1", 9, 12)));
      connection.break();
      return false;
    },
  });
  return { lost, stop: () => line.unwatch() };
}
