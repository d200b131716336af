/**
 * A dialog that has just come up. Nobody sees one and decides in less than a third of a second: a
 * finger that comes down sooner was on its way to what lay there before, and would untick an
 * allergy or take a dish off unseen. Only what lands in that dialog is held to this (its shade is
 * part of it, the page behind takes nothing anyway); what a dialog uncovers when it closes counts
 * at once. Keys are left alone: a key goes where the focus is.
 */

/** From when it is drawn, in ms. */
export const SEEN_MS = 300;

/** When touches count in it, in ms as events say it. */
const countsFrom = new WeakMap<Element, number>();

/**
 * For a dialog, before it is shown; the answer forgets. `data-just-opened` stands on it until
 * touches count.
 */
export function justOpened(dialog: HTMLElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let frame = 0;
  const counts = () => dialog.removeAttribute("data-just-opened");
  countsFrom.set(dialog, Infinity);
  dialog.setAttribute("data-just-opened", "");
  // The second frame begins when the first has been painted.
  frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(() => {
      countsFrom.set(dialog, performance.now() + SEEN_MS);
      timer = setTimeout(counts, SEEN_MS);
    });
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    countsFrom.delete(dialog);
    counts();
  };
}

/**
 * Whether a finger that came down at that time, in ms as events say it, came down before anybody
 * can have seen the dialog that it landed in.
 */
export function isUnseen(on: EventTarget | null, at: number): boolean {
  const dialog = on instanceof Element ? on.closest("dialog") : null;
  return dialog !== null && at < (countsFrom.get(dialog) ?? -Infinity);
}
