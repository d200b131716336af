/**
 * A lock for browsers without Web Locks (plain HTTP, where a browser has six connections and no
 * more): who holds it writes so into this address's storage every two seconds. Two pages that take
 * it in the same moment both hold it until the next of these, when the one whose name is not there
 * lets go. A page that dies or freezes has it for eight seconds more; where it wakes after somebody
 * else took it, it lets go as well. Nothing is lost by holding it twice for a moment.
 */
import { z } from "zod/mini";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeldLock } from "#shared/sync/device/shell/ports.ts";

export const RENEW_MS = 2 * SECOND;
export const LEASE_MS = 8 * SECOND;

export type LeasePorts = {
  readonly load: (key: string) => unknown;
  /** False where the browser does not keep it. */
  readonly save: (key: string, value: unknown) => boolean;
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly every: (ms: number, work: () => void) => () => void;
};

const lease = z.object({ holder: z.string(), until: z.number() });

/**
 * The lock `name`, or null where another page has it or nothing is kept here: who cannot say that
 * he holds it does not.
 */
export function tryLease(
  name: string,
  { load, save, nowMs, newId, every }: LeasePorts,
): HeldLock | null {
  const mine = newId();
  const holder = (): string | null => {
    const parsed = lease.safeParse(load(name));
    if (!parsed.success) return null;
    const leftMs = parsed.data.until - nowMs();
    // A clock that was set back must not make it last for longer than anybody asked.
    return parsed.data.holder === mine || (leftMs > 0 && leftMs <= LEASE_MS)
      ? parsed.data.holder
      : null;
  };
  const renew = (): boolean =>
    [mine, null].includes(holder()) && save(name, { holder: mine, until: nowMs() + LEASE_MS });
  if (!renew()) return null;

  let told: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => void (told = resolve));
  const end = (): void => {
    stop();
    told();
  };
  const stop = every(RENEW_MS, () => {
    if (!renew()) end();
  });
  return {
    gone,
    release() {
      if (holder() === mine) save(name, null);
      end();
    },
  };
}
