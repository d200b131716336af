/**
 * The life of a device's process: what it waits for is gone when it dies, and late when it slept.
 */

export type Life = {
  /** In this life only; a device that sleeps does it when it wakes. */
  readonly alive: <T extends readonly unknown[]>(
    task: (...given: T) => void,
  ) => (...given: T) => void;
  /** The answer takes it back. */
  readonly after: (delayMs: number, task: () => void) => () => void;
  /** One that sleeps does it once when it wakes, however long that was. */
  readonly every: (ms: number, work: () => void) => () => void;
  readonly heard: <T>(answer: Promise<T>) => Promise<T>;
  readonly isFrozen: () => boolean;
  readonly freeze: (on: boolean) => void;
  readonly die: () => void;
};

export function createLife(): Life {
  const timers = new Set<NodeJS.Timeout>();
  /** Raised by each death: what was under way belongs to a process that is gone. */
  let life = 0;
  let frozen = false;
  let waiting: (() => void)[] = [];

  function alive<T extends readonly unknown[]>(task: (...given: T) => void): (...given: T) => void {
    const mine = life;
    return (...given) => {
      if (mine !== life) return;
      if (frozen) waiting.push(() => task(...given));
      else task(...given);
    };
  }

  function after(delayMs: number, task: () => void): () => void {
    let off = false;
    const living = alive(() => {
      if (!off) task();
    });
    const timer = setTimeout(() => {
      timers.delete(timer);
      living();
    }, delayMs);
    timers.add(timer);
    return () => {
      // Also where it was due already, and the device slept.
      off = true;
      clearTimeout(timer);
      timers.delete(timer);
    };
  }

  return {
    alive,
    after,
    every(ms, work) {
      let stop = after(ms, function again() {
        stop = after(ms, again);
        work();
      });
      return () => stop();
    },
    heard: (answer) => new Promise((resolve) => void answer.then(alive(resolve))),
    isFrozen: () => frozen,
    freeze(on) {
      frozen = on;
      if (on) return;
      const late = waiting;
      waiting = [];
      const mine = life;
      for (const task of late) if (mine === life) task();
    },
    die() {
      life++;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      [waiting, frozen] = [[], false];
    },
  };
}
