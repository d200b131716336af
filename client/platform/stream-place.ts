/**
 * Places for streams, of all pages that this browser has open for this address. For a server
 * without HTTP/2 a browser has six connections, and a stream has one for as long as it is open:
 * eight pages with a stream each left none to order by. So at most four are streams, and two are
 * there for everything else (SYN-36). Who finds no place does not wait for one: it asks every few
 * seconds, and for a place again after a while.
 */
import type { HeldLock } from "#shared/sync/device/shell/ports.ts";
import { ids } from "./ids.ts";
import { tryLease } from "./lease.ts";
import { hasLocks, tryLock } from "./locks.ts";
import { localNow } from "./moments.ts";
import { readSaved, save } from "./local-storage.ts";
import { time } from "./time.ts";

/**
 * A kitchen, a floor and an owner beside each other on one computer, and a guest's page to try it:
 * each has its own.
 */
export const STREAM_PLACES = { staff: 3, guests: 1 } as const;

export type TakePlace = (whose: keyof typeof STREAM_PLACES) => Promise<HeldLock | null>;

/**
 * Places that begin with this name, in this browser: one of them is held until it is released or
 * gone; null where all are taken.
 */
export const placesNamed =
  (prefix: string): TakePlace =>
  async (whose) => {
    for (let place = 1; place <= STREAM_PLACES[whose]; place++) {
      const name = `${prefix}.${whose}.${place}`;
      const held = hasLocks()
        ? await tryLock(name)
        : tryLease(name, {
            load: readSaved,
            save,
            nowMs: localNow,
            newId: () => ids.next(),
            every: time.every,
          });
      if (held !== null) return held;
    }
    return null;
  };

export const takeStreamPlace = placesNamed("heard.stream");
