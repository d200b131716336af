/**
 * The production code that an evening is lived with, part by part, so that a planted bug can stand
 * in for one of them (planted/).
 */
import { createCore, step } from "#shared/sync/device/core.ts";
import type { Effects } from "#shared/sync/device/shell/effects.ts";
import type { Inbox } from "#shared/sync/device/shell/inbox.ts";
import type { TabChannel, RequestLock, ShellStore } from "#shared/sync/device/shell/ports.ts";
import type { TabMessage } from "#shared/sync/device/shell/tabs.ts";
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
  readonly around: Around;
  readonly habits: Habits;
};

/**
 * What stands between a tab's engine and what it is given: each takes what is real, and gives what
 * the engine gets.
 */
export type Around = {
  readonly store: (store: ShellStore) => ShellStore;
  readonly channel: (
    channel: TabChannel<TabMessage>,
    tab: { readonly leads: () => boolean; readonly nowMs: () => number },
  ) => TabChannel<TabMessage>;
  readonly lock: (requestLock: RequestLock) => RequestLock;
  readonly inbox: (inbox: Inbox) => Inbox;
  readonly effects: (effects: Effects) => Effects;
};

/**
 * What the server's shell owes to its core, and a device's disk and people to what they are told.
 */
export type Habits = {
  /** An action is confirmed on screen when it is safe, not when it is written. */
  readonly confirmsWhenSafe: boolean;
  /** The core is told of what is safe, not of what is written. */
  readonly tellsWhenSafe: boolean;
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
  /**
   * Nor is what was fired again at an earlier time than before, by a clock that was set back, what
   * was told of then.
   */
  readonly alarmsForEachFiring: boolean;
  /**
   * An alarm that had nothing to say any more leaves its key used up: the next one takes another.
   */
  readonly asksAgainWhatCameToNothing: boolean;
  /** A screen says that its disk is full. */
  readonly saysWhenFull: boolean;
  /** A kitchen screen says that it showed what it has drawn. */
  readonly showsWhatIsDrawn: boolean;
};

const asItIs = <T>(it: T): T => it;

export const REAL: Parts = {
  createCore,
  step,
  linkOf,
  linkForOthers,
  afterAction,
  afterWrite,
  compacted,
  storedOf,
  sequence,
  createLog: createMemoryLog,
  around: { store: asItIs, channel: asItIs, lock: asItIs, inbox: asItIs, effects: asItIs },
  habits: {
    confirmsWhenSafe: true,
    tellsWhenSafe: true,
    restoresClients: true,
    answersAfterCommit: true,
    feedsBounded: true,
    locks: true,
    sweeps: true,
    alarms: true,
    looksWhenDue: true,
    alarmsForEachMoment: true,
    alarmsForEachFiring: true,
    asksAgainWhatCameToNothing: true,
    saysWhenFull: true,
    showsWhatIsDrawn: true,
  },
};
