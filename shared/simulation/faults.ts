/**
 * Every trouble of a simulated evening by name, with a counter that proves that it came about and
 * not only that it was asked for.
 */

export const FAULTS = [
  "message dropped",
  "message duplicated",
  "answer duplicated",
  "message delayed",
  "message reordered",
  "message truncated",
  "half-open towards the server",
  "half-open towards the device",
  "stream dead in silence",
  "streams blocked",
  "buffering proxy",
  "slow reader cut off",
  "captive portal",
  "503 burst",
  "database error rolled back",
  "hint lost",
  "server died before the commit",
  "server died with the lock",
  "server died after the commit",
  "server died in an answer",
  "server killed",
  "commit of a dead server",
  "answer of a commit lost",
  "batch of several",
  "clock of the server set",
  "tab closed",
  "one tab closed",
  "device died at an await",
  "power cut",
  "disk lied",
  "storage wiped",
  "quota exceeded",
  "second tab",
  "leader frozen",
  "frozen leader woke up",
  "clock set by a day",
  "clock drifts",
  "backup restored, new epoch",
  "backup restored, same epoch",
  "cursor ahead of the head",
  "cursor of another branch",
  "retention passed a cursor",
  "session revoked",
  "paired again, as the same client",
  "paired again, as another",
  "old version",
  "updated",
] as const;
export type Fault = (typeof FAULTS)[number];

export type Counters = Map<Fault, number>;

export const noFaults = (): Counters => new Map(FAULTS.map((fault) => [fault, 0]));

export const fired = (counters: Counters, fault: Fault): void =>
  void counters.set(fault, (counters.get(fault) ?? 0) + 1);

export function addUp<K>(sum: Map<K, number>, more: ReadonlyMap<K, number>): void {
  for (const [what, count] of more) sum.set(what, (sum.get(what) ?? 0) + count);
}
