import { SECOND } from "#shared/kernel/time.ts";

/** How often a busy tab looks whether it still is. */
const LOOK_EVERY_MS = 2 * SECOND;

type TakeOver = {
  busyWhile(busy: () => boolean): void;
  /** Somebody wants it in this very tab. */
  asked(): void;
  /** The new version is here: reload now, or as soon as nothing is going on. */
  now(): void;
};

/** Nobody is reloaded mid-rush because somebody at another tab asked for the new version. */
export function reloadWhenIdle({
  reload: load,
  every: repeat,
}: {
  reload: () => void;
  every: (ms: number, work: () => void) => () => void;
}): TakeOver {
  const reasons: (() => boolean)[] = [];
  let wanted = false;
  return {
    busyWhile: (busy) => void reasons.push(busy),
    asked() {
      wanted = true;
    },
    now() {
      if (wanted || !reasons.some((busy) => busy())) return load();
      const stop = repeat(LOOK_EVERY_MS, () => {
        if (reasons.some((busy) => busy())) return;
        stop();
        load();
      });
    },
  };
}
