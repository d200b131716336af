/**
 * What is drawn (SYN-48): made when somebody looks, and kept until something changes it. What was
 * drawn last is kept for what comes out the same.
 */
import type { Drawn } from "../overlay.ts";
import { follow, stay, type TransitionTable } from "./table.ts";

export type DrawingState =
  | { readonly kind: "never" }
  | { readonly kind: "fresh"; readonly drawn: Drawn }
  | { readonly kind: "outdated"; readonly drawn: Drawn };

export type DrawingEvent =
  | { readonly kind: "drawn"; readonly drawn: Drawn }
  /** The base, or what this device did on top of it, is another. */
  | { readonly kind: "changed" };

const drawn = (_: DrawingState, event: { readonly drawn: Drawn }): DrawingState => ({
  kind: "fresh",
  drawn: event.drawn,
});

const TABLE: TransitionTable<DrawingState, DrawingEvent> = {
  never: { drawn, changed: stay },
  fresh: { drawn, changed: (drawing) => ({ kind: "outdated", drawn: drawing.drawn }) },
  outdated: { drawn, changed: stay },
};

export const neverDrawn: DrawingState = { kind: "never" };

export const drawingAfter = (drawing: DrawingState, event: DrawingEvent): DrawingState =>
  follow(TABLE, drawing, event);
