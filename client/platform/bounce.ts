/**
 * The second half of a double tap, and the tremor of a tired hand, come where the first half has
 * just brought something else up: a dialog, the page behind one, the next row, Undo. Such a touch
 * is told from one that is meant by place and target, not by how long ago the screen changed: five
 * dishes touched in a second are five dishes, and the same button touched twice is touched twice.
 */

/** A touch that begins so soon after another, and so near to it, is that one's second half. */
export const AGAIN_MS = 350;
export const NEAR_PX = 24;
/** Two hands make no more in that time; a driver's noise might. */
const MOST = 16;

/** What a touch came down on: the control, and what stood for its meaning then. */
export type Landing = { readonly control: unknown; readonly scene: string };
/** `at` in ms as events say it; null for a press of a key, which has the focus for its place. */
export type Touch = {
  readonly at: number;
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly on: Landing;
};

/**
 * The earlier touch that this one belongs to although something else lies there now; null where it
 * is meant for what it lands on. `under` says what lies now where an earlier touch came down: where
 * nothing was put there, two touches side by side are for two neighbours.
 */
export function bouncedFrom(
  earlier: readonly Touch[],
  { at, place, on }: Touch,
  under: (place: NonNullable<Touch["place"]>) => Landing,
): Touch | null {
  const first = earlier.find(
    (it) =>
      at - it.at <= AGAIN_MS &&
      isNear(it.place, place) &&
      !isSame(it.on, on) &&
      (it.place === null || !isSame(it.on, under(it.place))),
  );
  return first ?? null;
}

/**
 * What is to be remembered after a touch: one that was not meant stands for what its first half
 * came down on, so that a third is told from a new one.
 */
export function withTouch(
  earlier: readonly Touch[],
  touch: Touch,
  from: Touch | null,
): readonly Touch[] {
  const young = earlier.filter((it) => touch.at - it.at <= AGAIN_MS);
  return [...young, from === null ? touch : { ...touch, on: from.on }].slice(-MOST);
}

const isSame = (one: Landing, other: Landing): boolean =>
  one.control === other.control && one.scene === other.scene;

function isNear(one: Touch["place"], other: Touch["place"]): boolean {
  if (one === null || other === null) return one === other;
  return Math.hypot(one.x - other.x, one.y - other.y) <= NEAR_PX;
}
