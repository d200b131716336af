/**
 * The lock by which one tab of a device leads, as a browser keeps it: in line, or by theft; whoever
 * is closed holds it no more.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeldLock, RequestLock } from "#shared/sync/device/shell/ports.ts";
import type { Life } from "./tab-life.ts";

export type TabLocks = {
  /** Of the tab with this life. */
  of(life: Life): RequestLock;
  holder(): Life | null;
  /** The tab is closed: it holds and waits for nothing. */
  leave(life: Life): void;
};

type Held = { readonly life: Life; readonly told: () => void };

/** `later`: of this life of the device only. */
export function createTabLocks(
  random: Random,
  later: (delayMs: number, task: () => void) => void,
): TabLocks {
  let holder: Held | null = null;
  let line: { readonly life: Life; readonly grant: () => void }[] = [];

  const passOn = () =>
    later(between(random, 0, 20), () => {
      if (holder === null) line.shift()?.grant();
    });
  const give = (life: Life, held: (lock: HeldLock) => void) => {
    let told: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => void (told = resolve));
    const mine: Held = { life, told };
    holder = mine;
    const release = () => {
      told();
      if (holder !== mine) return;
      holder = null;
      passOn();
    };
    life.run(() => held({ gone, release }));
  };

  return {
    of: (life) => (how, held) => {
      if (how === "steal") {
        const robbed = holder;
        // It hears that it was robbed when it is awake, and not at once.
        robbed?.life.run(() =>
          later(between(random, 0, SECOND), () => robbed.life.run(robbed.told)),
        );
        give(life, held);
        return () => undefined;
      }
      const asked = { life, grant: () => give(life, held) };
      line.push(asked);
      if (holder === null) passOn();
      return () => void (line = line.filter((it) => it !== asked));
    },
    holder: () => holder?.life ?? null,
    leave(life) {
      line = line.filter((it) => it.life !== life);
      if (holder?.life !== life) return;
      holder = null;
      passOn();
    },
  };
}
