/**
 * What a person has just asked for and may take back for five seconds, in place
 * (docs/product.md#every-screen). Where the domain has a way back, the deed is done at once and
 * `undo` walks back. Where it has none (a void, a cancellation, a finished order), the deed itself
 * waits: `carryOut` comes when the time is up, and the screen says that it is about to happen, not
 * that it has. A page that dies meanwhile has not done it and never said so; a page that is put
 * away has a person who is done with it, so what waits is carried out then.
 */
import { UNDO_MS } from "./undo-window.ts";

export type Deed = {
  /** What it is about; one deed at a time under each. */
  readonly key: string;
  readonly carryOut?: () => void;
  readonly undo?: () => void;
};

export type Undoable = Deed & {
  /** When it is too late, on the page's own timeline, in ms. */
  readonly untilMs: number;
};

export type UndoStore = {
  readonly pending: () => ReadonlyMap<string, Undoable>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Where one is pending under the same key, the second touch means the same deed. */
  readonly begin: (deed: Deed) => void;
  readonly takeBack: (key: string) => void;
  /** It was not even written down: nothing to take back. */
  readonly drop: (key: string) => void;
  /** Nobody will take anything back any more. */
  readonly carryOutAll: () => void;
};

export function makeUndoStore(): UndoStore {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();
  let pending: ReadonlyMap<string, Undoable> = new Map();

  const set = (next: Map<string, Undoable>) => {
    pending = next;
    for (const listener of listeners) listener();
  };
  const leave = (key: string): Undoable | undefined => {
    const deed = pending.get(key);
    if (deed === undefined) return undefined;
    clearTimeout(timers.get(key));
    timers.delete(key);
    const next = new Map(pending);
    next.delete(key);
    set(next);
    return deed;
  };
  const finish = (key: string) => leave(key)?.carryOut?.();

  return {
    pending: () => pending,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin(deed) {
      if (pending.has(deed.key)) return;
      timers.set(
        deed.key,
        setTimeout(() => finish(deed.key), UNDO_MS),
      );
      set(new Map(pending).set(deed.key, { ...deed, untilMs: performance.now() + UNDO_MS }));
    },
    takeBack: (key) => leave(key)?.undo?.(),
    drop: (key) => void leave(key),
    carryOutAll() {
      for (const [key, { carryOut }] of pending) if (carryOut !== undefined) finish(key);
    },
  };
}
