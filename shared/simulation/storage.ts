/**
 * A device's disk over time (disk.ts says what each transaction makes of it): what is written now,
 * and what of it would be left after a power cut.
 */
import { must } from "#shared/kernel/assert.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { blankDisk, type DiskContents } from "./disk.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Storage = {
  /** What is written. */
  readonly disk: () => DiskContents;
  /** What of it is safe. */
  safe(): DiskContents;
  /** Written, and safe at once. */
  commitStrict(disk: DiskContents): void;
  /** Written, and not safe before something later is. */
  commitUnsafe(disk: DiskContents): void;
  /**
   * Written, and safe a while later; `isSafe` is called then, unless the device ended meanwhile.
   */
  commitRelaxed(disk: DiskContents, isSafe: () => void): void;
  /**
   * The power is gone, and what was not safe; a disk that `lies` has lost some of what it said was.
   */
  cut(lies: boolean): void;
  /** All tabs are gone: the browser writes what it was given. */
  end(): void;
  wipe(clientId: string): void;
};

export type StorageDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  /** Of this life of the device only. */
  readonly later: (delayMs: number, task: () => void) => void;
};

const LIES_ABOUT = 4;
const SAFE_WITHIN_MS = 2 * SECOND;
/** Of what is due together chance chooses: what follows has to be due later. */
export const TICK = 1 / 1_024;

export function createStorage(clientId: string, { time, random, later }: StorageDeps): Storage {
  let written = blankDisk(clientId);
  /** Counts the transactions. */
  let version = 0;
  let safeAt = 0;
  /** What is safe, newest last; the ones before are for a disk that lies. */
  let safe: { readonly version: number; readonly disk: DiskContents }[] = [
    { version, disk: written },
  ];

  const commit = (disk: DiskContents) => {
    written = disk;
    version++;
  };
  /** With a transaction all before it are safe. */
  const makeSafe = (disk: DiskContents, at: number) => {
    if (at > must(safe.at(-1), "a safe state").version)
      safe = [...safe, { version: at, disk }].slice(-1 - LIES_ABOUT);
  };
  const settleOn = (disk: DiskContents) => {
    written = disk;
    safe = [{ version, disk }];
  };

  return {
    disk: () => written,
    safe: () => must(safe.at(-1), "a safe state").disk,
    commitUnsafe: commit,
    commitStrict(disk) {
      commit(disk);
      makeSafe(disk, version);
    },
    commitRelaxed(disk, isSafe) {
      commit(disk);
      const mine = version;
      safeAt = Math.max(safeAt + TICK, time.now() + between(random, 1, SAFE_WITHIN_MS));
      later(safeAt - time.now(), () => {
        makeSafe(disk, mine);
        isSafe();
      });
    },
    cut: (lies) =>
      settleOn(
        must(
          safe[Math.max(0, safe.length - 1 - (lies ? between(random, 1, LIES_ABOUT) : 0))],
          "a safe state",
        ).disk,
      ),
    end: () => settleOn(written),
    wipe: (newClientId) => settleOn(blankDisk(newClientId)),
  };
}
