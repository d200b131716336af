/** When what reading goes by happened, in ms by the device's clock. */
export type Moments = {
  /** The link state began. */
  readonly since: number;
  /** The cursor last moved, or was proven to be at the head. */
  readonly progressAt: number;
  /** It was last tried to begin: hints come in flocks. */
  readonly triedAt: number;
  /** The last word of any stream was said (SYN-24). */
  readonly heardAt: number;
  /** The server last answered or said something; null where it never has. */
  readonly lastContactAt: number | null;
  /** The core was last told something: a clock that says less by now was set back. */
  readonly toldAt: number;
};

/** Where nothing was heard of any server. */
export const momentsFrom = (nowMs: number): Moments => ({
  since: nowMs,
  progressAt: nowMs,
  triedAt: 0,
  heardAt: 0,
  lastContactAt: null,
  toldAt: nowMs,
});

/**
 * A clock that was set back by so much has not undone what passed before: how long something lasts
 * must not begin at less than nothing.
 */
export const setBack = (moments: Moments, ms: number): Moments => ({
  since: moments.since - ms,
  progressAt: moments.progressAt - ms,
  triedAt: moments.triedAt - ms,
  heardAt: moments.heardAt - ms,
  lastContactAt: moments.lastContactAt === null ? null : moments.lastContactAt - ms,
  toldAt: moments.toldAt - ms,
});
