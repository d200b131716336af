/** The production code that an evening is lived with, part by part, so that a planted bug can stand in for one of them (planted/). */
import { createCore, step } from "#shared/sync/device/core.ts";
import { linkForOthers, linkOf } from "#shared/sync/device/link-view.ts";
import { createMemoryLog } from "#shared/sync/memory-log.ts";
import { sequence } from "#shared/sync/sequencer.ts";
import { afterAction, afterWrite, compacted, storedOf } from "./disk.ts";

export type Parts = {
  readonly createCore: typeof createCore;
  readonly step: typeof step;
  readonly linkOf: typeof linkOf;
  readonly linkForOthers: typeof linkForOthers;
  readonly afterAction: typeof afterAction;
  readonly afterWrite: typeof afterWrite;
  readonly compacted: typeof compacted;
  readonly storedOf: typeof storedOf;
  readonly sequence: typeof sequence;
  readonly createLog: typeof createMemoryLog;
  readonly habits: Habits;
};

/** What the shells of device and server owe to their cores. */
export type Habits = {
  /** An action is confirmed on screen when it is safe, not when it is written. */
  readonly confirmsWhenSafe: boolean;
  /** The core is told of what is safe, not of what is written. */
  readonly tellsWhenSafe: boolean;
  readonly repeatsFailedWrites: boolean;
  /** A refusal is written down before the entry that it answers. */
  readonly writesNoticesFirst: boolean;
  /** The store takes nothing from a leader that another tab has replaced. */
  readonly checksTerms: boolean;
  /** A leader that another tab has replaced stops leading when it wakes up and hears of it. */
  readonly stepsDown: boolean;
  /** A leader that hears the beat of a later one stops leading. */
  readonly yieldsToLaterLeader: boolean;
  /** When the end of leading is taken in, what stood in line before it has begun nothing that goes on. */
  readonly ceasesWhenStopped: boolean;
  /** What is stored is read again when the end of leading is taken in, and not while the tab still believes to lead. */
  readonly readsOnceStopped: boolean;
  /** To begin to lead waits its turn behind the end of the lead before. */
  readonly startsInLine: boolean;
  /** A tab that hears nothing from the leader takes the lead from it. */
  readonly takesLeadFromFrozen: boolean;
  /** A restored backup is restored with everything that belongs to it. */
  readonly restoresClients: boolean;
  /** What a restart finds half done is undone. */
  readonly answersAfterCommit: boolean;
  readonly feedsBounded: boolean;
  /** A transaction waits until the one before it has ended. */
  readonly locks: boolean;
  /** Heads are read again at an interval: hints may get lost. */
  readonly sweeps: boolean;
  readonly alarms: boolean;
  /** The alarm looks again when something becomes due, and not so long after it was placed. */
  readonly looksWhenDue: boolean;
  /** What has not been shown since another moment is told of again. */
  readonly alarmsForEachMoment: boolean;
  /** Nor is what was fired again at an earlier time than before, by a clock that was set back, what was told of then. */
  readonly alarmsForEachFiring: boolean;
  /** What the leader said before the store was read is not taken in behind it. */
  readonly countsWords: boolean;
  /** An alarm that had nothing to say any more leaves its key used up: the next one takes another. */
  readonly asksAgainWhatCameToNothing: boolean;
  /** A tab hears the others from before it reads what is stored. */
  readonly hearsFromTheStart: boolean;
  /** A kitchen screen says that it showed what it has drawn. */
  readonly showsWhatIsDrawn: boolean;
};

export const REAL: Parts = {
  createCore, step, linkOf, linkForOthers, afterAction, afterWrite, compacted, storedOf, sequence, createLog: createMemoryLog,
  habits: {
    confirmsWhenSafe: true, tellsWhenSafe: true, repeatsFailedWrites: true, writesNoticesFirst: true, checksTerms: true, stepsDown: true, yieldsToLaterLeader: true, startsInLine: true, ceasesWhenStopped: true, readsOnceStopped: true, takesLeadFromFrozen: true, restoresClients: true,
    answersAfterCommit: true, feedsBounded: true, locks: true, sweeps: true, alarms: true, looksWhenDue: true, alarmsForEachMoment: true, alarmsForEachFiring: true, asksAgainWhatCameToNothing: true, countsWords: true, hearsFromTheStart: true, showsWhatIsDrawn: true,
  },
};
