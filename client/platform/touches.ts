/**
 * Every touch of this page on its way to what it lands on: the second half of a double tap
 * (`bounce.ts`) goes no further, nor one that lands in a dialog which nobody can have seen yet
 * (`just-opened.ts`), and whoever shows that is told.
 */
import { bouncedFrom, withTouch, type Landing, type Touch } from "./bounce.ts";
import { isUnseen } from "./just-opened.ts";

const CONTROLS =
  "button, a, input, select, textarea, summary, [role='button'], [role='tab'], dialog";

const listeners = new Set<() => void>();
let touches: readonly Touch[] = [];
let presses: readonly Touch[] = [];
/**
 * Fingers that came down and may become clicks, by their pointers: the next may be down before the
 * one before it is a click.
 */
const downs = new Map<number, Down>();
type Down = {
  readonly touch: Touch;
  /** What it is the second half of. */ readonly from: Touch | null;
  isClick: boolean;
};
/** Of fingers that only scrolled nothing is heard any more. */
const MOST_DOWNS = 8;
/**
 * The press of a key that a click may come of; null since another key was pressed, which leads
 * elsewhere on purpose.
 */
let press: { readonly held: boolean } | null = null;

/** Calls back whenever a touch was not counted. */
export function onDroppedTouch(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

type Stoppable = { preventDefault(): void; stopPropagation(): void };

/** Stops it, and says so. For a guard of its own too, such as a card's that has only just moved. */
export function dropTouch(event: Stoppable): void {
  event.preventDefault();
  event.stopPropagation();
  for (const listener of listeners) listener();
}

/** Before anything is drawn that could be touched; the answer ends it and forgets. */
export function guardTouches(): () => void {
  const all = [
    ["pointerdown", onDown],
    ["keydown", onKey],
    ["click", onClick],
  ] as const;
  for (const [name, listener] of all)
    window.addEventListener(name, listener as EventListener, true);
  return () => {
    for (const [name, listener] of all)
      window.removeEventListener(name, listener as EventListener, true);
    [touches, presses, press] = [[], [], null];
    downs.clear();
  };
}

/**
 * For what acts as soon as a finger comes down, such as the shade around a dialog. What is said
 * waits for the click.
 */
function onDown(event: PointerEvent): void {
  const touch = touchOf(event);
  const from = bouncedFrom(touches, touch, under);
  downs.delete(event.pointerId);
  downs.set(event.pointerId, { touch, from, isClick: false });
  for (const id of [...downs.keys()].slice(0, -MOST_DOWNS)) downs.delete(id);
  if (from !== null || isUnseen(event.target, touch.at)) event.stopPropagation();
}

function onKey(event: KeyboardEvent): void {
  if (event.key === "Enter" || event.key === " ") {
    press = { held: event.repeat };
    return;
  }
  press = null;
  presses = [];
}

function onClick(event: MouseEvent): void {
  if (event.detail === 0) return byKey(event);
  const down = downOf(event);
  // A second one of the same finger is a label's, handed on to its field; one without a finger is a
  // program's. Both are meant.
  if (down === undefined || down.isClick) return;
  down.isClick = true;
  const touch = touchOf(event);
  const from =
    down.from ??
    bouncedFrom(touches, { ...touch, at: down.touch.at }, under) ??
    (isReplaced(down.touch.on, touch.on) ? down.touch : null);
  touches = withTouch(touches, touch, from);
  if (from !== null || isUnseen(event.target, down.touch.at) || isSettling(event)) dropTouch(event);
}

/** Older browsers do not say which finger a click is of. */
const downOf = (event: MouseEvent): Down | undefined =>
  downs.get("pointerId" in event ? Number(event.pointerId) : -1) ?? [...downs.values()].at(-1);

/** A click without a place: a key's on what has the focus, or a program's. */
function byKey(event: MouseEvent): void {
  if (press === null) return;
  const made: Touch = { at: event.timeStamp, place: null, on: landing(event.target) };
  // A key that is held down is pressed again after half a second, and then 30 times in each: all of
  // it means what the first press meant.
  const earlier = press.held ? presses.map((it) => ({ ...it, at: made.at })) : presses;
  const from = bouncedFrom(earlier, made, under);
  presses = withTouch(earlier, made, from);
  if (from !== null) dropTouch(event);
}

/** What it came down on was taken away, or has become something else, before it was lifted. */
const isReplaced = (before: Landing, now: Landing): boolean =>
  (before.control instanceof Element && !before.control.isConnected) ||
  (before.control === now.control && before.scene !== now.scene);

const touchOf = (event: MouseEvent): Touch => ({
  at: event.timeStamp,
  place: { x: event.clientX, y: event.clientY },
  on: landing(event.target),
});

const under = ({ x, y }: { readonly x: number; readonly y: number }): Landing =>
  landing(document.elementFromPoint(x, y));

/**
 * Does something lie there that has only just come there by itself (`ui/steady.ts`)? A touch goes
 * through that, to whatever is behind.
 */
function isSettling({ clientX: x, clientY: y }: MouseEvent): boolean {
  return [...document.querySelectorAll("[data-settling]")].some((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return (
      x >= left &&
      x <= right &&
      y >= top &&
      y <= bottom &&
      !(element.closest("dialog") === null && document.querySelector("dialog[open]") !== null)
    );
  });
}

function landing(target: EventTarget | null): Landing {
  if (!(target instanceof Element)) return { control: null, scene: "" };
  const scenes: string[] = [];
  for (
    let around = target.closest("[data-scene]");
    around !== null;
    around = around.parentElement?.closest("[data-scene]") ?? null
  )
    scenes.push(around.getAttribute("data-scene") ?? "");
  return {
    control: target.closest("label") ?? target.closest(CONTROLS) ?? target,
    scene: scenes.join(),
  };
}
