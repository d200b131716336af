/**
 * The language has no word for it, so this asks Node, which lives all evenings: what a promise has
 * put off to the next tick comes when no other promise can go on. What a tick itself puts off comes
 * before them, so that it takes one of each.
 */
declare const process: { nextTick(work: () => void): void };

const now = Promise.resolve();

/** Calls back when no promise can go on any more until somebody resolves one. */
export const whenStill = (work: () => void): void => void now.then(() => process.nextTick(work));
