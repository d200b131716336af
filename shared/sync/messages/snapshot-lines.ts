/**
 * A snapshot as it arrives. The server writes one JSON object with each order on a line of its own
 * (server/sync/snapshot.ts), so a device parses order by order and never holds the text of all.
 * What is written otherwise (an older server, a program between) is kept until its end and parsed
 * whole.
 */

export type SnapshotTaker = {
  /** The next piece of text. Answers how many characters are held until their line is whole. */
  take(text: string): number;
  /** What the whole text says as JSON; null where it was torn or is none. */
  end(): unknown;
};

const FRAME_END = '"orders":[';
const LAST_LINE = "]}";

export function takeSnapshotText(): SnapshotTaker {
  const orders: unknown[] = [];
  let frame: Record<string, unknown> | null = null;
  let state: "frame" | "orders" | "done" | "whole" | "broken" = "frame";
  let rest = "";

  const takeLine = (line: string): void => {
    if (state === "frame") {
      const parsed = line.endsWith(FRAME_END) ? parse(line + LAST_LINE) : null;
      if (typeof parsed === "object" && parsed !== null)
        [frame, state] = [parsed as Record<string, unknown>, "orders"];
      else [rest, state] = [`${line}\n${rest}`, "whole"];
    } else if (line === LAST_LINE) state = "done";
    else {
      const order = parse(line.endsWith(",") ? line.slice(0, -1) : line);
      if (order === null) state = "broken";
      else orders.push(order);
    }
  };

  return {
    take(text) {
      let searched = rest.length;
      rest += text;
      while (state === "frame" || state === "orders") {
        const end = rest.indexOf("\n", searched);
        if (end === -1) break;
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        searched = 0;
        takeLine(line);
      }
      if (state === "broken" || state === "done") rest = "";
      return rest.length;
    },
    end() {
      if (state === "orders") takeLine(rest);
      if (state === "done") return { ...frame, orders };
      return state === "frame" || state === "whole" ? parse(rest) : null;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
