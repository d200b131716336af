import { test } from "vitest";
import { emptyWorld } from "../../world.ts";
import { draw } from "../overlay.ts";
import { OWN } from "../testing/tablet.ts";
import { drawingAfter, type DrawingState, type DrawingEvent } from "./drawing.ts";
import { expectTable } from "./testing/expect-table.ts";

test("[SYN-48] the table of drawing: kept until something changes, and then as what was drawn last", () => {
  const [first, second] = [draw(emptyWorld(), [], OWN), draw(emptyWorld(), [], OWN)];
  const fresh: DrawingState = { kind: "fresh", drawn: second };
  expectTable<DrawingState, DrawingEvent>(
    drawingAfter,
    { drawn: { kind: "drawn", drawn: second }, changed: { kind: "changed" } },
    {
      never: [{ kind: "never" }, { drawn: fresh, changed: "same" }],
      fresh: [
        { kind: "fresh", drawn: first },
        { drawn: fresh, changed: { kind: "outdated", drawn: first } },
      ],
      outdated: [
        { kind: "outdated", drawn: first },
        { drawn: fresh, changed: "same" },
      ],
    },
  );
});
