/**
 * Every planted bug by name: the checker is itself checked by them (planted.test.ts, `npm run sim
 * -- --bug NAME`).
 */
import { must } from "#shared/kernel/assert.ts";
import { REAL, type Parts } from "../parts.ts";
import type { Kind } from "../plan.ts";
import { HABIT_BUGS } from "./habit-bugs.ts";
import { LOG_BUGS } from "./log-bugs.ts";
import { READING_BUGS } from "./reading-bugs.ts";
import { SENDING_BUGS } from "./sending-bugs.ts";
import { SEQUENCER_BUGS } from "./sequencer-bugs.ts";
import { STORE_BUGS } from "./store-bugs.ts";

/** By name, what stands in for the production code; made anew for each evening. */
const PLANTED: Readonly<Record<string, () => Partial<Parts>>> = {
  ...SEQUENCER_BUGS,
  ...LOG_BUGS,
  ...STORE_BUGS,
  ...READING_BUGS,
  ...SENDING_BUGS,
  ...HABIT_BUGS,
};

export const BUG_NAMES: readonly string[] = Object.keys(PLANTED);

export const isPlanted = (name: string): boolean => Object.hasOwn(PLANTED, name);

/** The production code, or what a planted bug makes of it. */
export const partsWith = (bug: string | null): Parts =>
  bug === null ? REAL : { ...REAL, ...must(PLANTED[bug], "a planted bug")() };

/**
 * What brings a rare one about sooner: with these troubles its evenings are lived, instead of some
 * of all there are. Bugs that no evening caught, because something else mends what they break, are
 * not listed here; README.md says where their code is tested.
 */
const LURES: Readonly<Record<string, readonly Kind[]>> = {
  "no-cause-shown": ["no air", "portal"],
  "no-compare-on-start": ["lying disk", "restore", "backup", "close"],
  "notice-after-its-entry": ["die", "close", "power cut"],
  "second-leader-writes": ["freeze", "second tab"],
  "full-disk-drops-the-write": ["full disk"],
  "full-disk-is-not-said": ["full disk"],
  "each-snapshot-has-its-turn": ["full disk", "restore"],
  "old-version-clears-the-outbox": ["outdate"],
  "portal-believed": ["portal"],
  "an-older-clients-actions-forgotten": ["lying disk", "revoke", "close"],
  "feed-without-bound": ["not reading"],
  "cursor-ahead-is-served": ["restore", "backup", "hurried restore"],
  "store-of-a-log-given-up-believed": ["restore", "backup", "hurried restore", "full disk"],
  "conflict-not-mended": ["lying disk", "restore", "backup", "hurried restore"],
  "reused-id-taken-for-an-answer": ["lying disk", "close", "second tab", "freeze"],
  "used-id-with-another-payload": ["lying disk", "close"],
  "no-lock": ["kill", "kill one", "hurry"],
  "batch-forgets-its-first": ["lossy air", "slow database"],
  "batch-refused-as-one": ["slow database", "lying disk"],
  "woken-leader-goes-on": ["freeze"],
  "lead-left-to-a-frozen-tab": ["freeze"],
  "hints-are-all-there-is": ["deaf process"],
  "deaf-while-it-reads": ["second tab", "close one tab"],
  "follower-accepts-a-hole": ["second tab", "close one tab"],
  "no-compare-after-a-snapshot": ["restore", "backup", "hurried restore"],
  "strangers-pass-for-ours": ["restore", "backup", "hurried restore"],
  "no-polling-without-a-stream": ["no streams"],
  "head-ahead-not-noticed": ["lossy air"],
  "menu-brings-back-what-is-off": ["menu", "office"],
};

export const troublesFor = (bug: string | null): readonly Kind[] =>
  bug === null ? [] : (LURES[bug] ?? []);
