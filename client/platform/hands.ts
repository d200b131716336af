/**
 * Hands on this page. A finger that drags to scroll sends `pointercancel` while it is still down,
 * so fingers are counted by touch events too; those stop reaching the page once the touched element
 * is gone, so each is heard on its own element; and whatever is missed nevertheless is forgotten
 * when the page loses the focus, or when a first finger comes down.
 */
type Listener = (down: boolean) => void;

const listeners = new Set<Listener>();
const pointers = new Map<number, string>();
let fingers = 0;
let listening = false;

/** Is anything down now? */
export const handsDown = (): boolean => pointers.size > 0 || fingers > 0;

/**
 * Calls back at every finger, mouse button or pen that comes down or goes up, with whether any is
 * down; a key is down and up at once.
 */
export function onHands(listener: Listener): () => void {
  if (!listening) listen();
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function listen(): void {
  listening = true;
  const early = { capture: true, passive: true };
  window.addEventListener(
    "pointerdown",
    ({ pointerId, pointerType, isPrimary }) => {
      if (isPrimary)
        for (const [id, type] of pointers) if (type === pointerType) pointers.delete(id);
      pointers.set(pointerId, pointerType);
      tell();
    },
    early,
  );
  for (const up of ["pointerup", "pointercancel"] as const) {
    window.addEventListener(
      up,
      ({ pointerId }) => {
        pointers.delete(pointerId);
        tell();
      },
      early,
    );
  }
  window.addEventListener(
    "touchstart",
    (event) => {
      count(event);
      // The same listener is added once, however often the element is touched.
      for (const up of ["touchend", "touchcancel"] as const)
        event.target?.addEventListener(up, count, { passive: true });
    },
    early,
  );
  for (const up of ["touchend", "touchcancel"] as const) window.addEventListener(up, count, early);
  window.addEventListener(
    "keydown",
    () => {
      for (const listener of listeners) listener(true);
      tell();
    },
    early,
  );
  window.addEventListener("blur", () => {
    pointers.clear();
    fingers = 0;
    tell();
  });
}

function count(event: Event): void {
  if ("touches" in event) fingers = (event as TouchEvent).touches.length;
  tell();
}

function tell(): void {
  const down = handsDown();
  for (const listener of listeners) listener(down);
}
