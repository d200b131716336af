/**
 * A tab's life: it may sleep, and wake up to what came meanwhile; once it is over nothing of it
 * goes on.
 */
import { TICK } from "./storage.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Life = {
  readonly isOpen: () => boolean;
  readonly isFrozen: () => boolean;
  /** Now, or when the tab wakes up; never once it is closed. */
  readonly run: (task: () => void) => void;
  /**
   * To be awaited where the real thing awaits storage or network: others have a turn, and here the
   * tab may die or stand while it sleeps.
   */
  readonly at: () => Promise<void>;
  freeze(): void;
  thaw(): void;
  end(): void;
};

/** `dies`: is this the moment at which the tab dies? */
export function createLife(time: VirtualTime, dies: () => boolean): Life {
  let [open, frozen] = [true, false];
  let held: (() => void)[] = [];
  const run = (task: () => void) => {
    if (!open) return;
    if (frozen) held.push(task);
    else task();
  };
  return {
    run,
    isOpen: () => open,
    isFrozen: () => frozen,
    at() {
      dies();
      return new Promise((resolve) => time.soon(() => run(resolve)));
    },
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
      const late = held;
      held = [];
      // One after the other, as a browser does it: what each of them sets going goes on before the
      // next.
      for (const [index, task] of late.entries()) time.after(index * TICK, () => run(task));
    },
    end() {
      open = false;
    },
  };
}
