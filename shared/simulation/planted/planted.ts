/** Every planted bug by name: the checker is itself checked by them (planted.test.ts, `npm run sim -- --bug NAME`). */
import { must } from "#shared/kernel/assert.ts";
import { REAL, type Parts } from "../parts.ts";
import { HABIT_BUGS } from "./habit-bugs.ts";
import { LOG_BUGS } from "./log-bugs.ts";
import { READING_BUGS } from "./reading-bugs.ts";
import { SENDING_BUGS } from "./sending-bugs.ts";
import { SEQUENCER_BUGS } from "./sequencer-bugs.ts";
import { STORE_BUGS } from "./store-bugs.ts";

/** By name, what stands in for the production code; made anew for each evening. */
const PLANTED: Readonly<Record<string, () => Partial<Parts>>> = { ...SEQUENCER_BUGS, ...LOG_BUGS, ...STORE_BUGS, ...READING_BUGS, ...SENDING_BUGS, ...HABIT_BUGS };

export const BUG_NAMES: readonly string[] = Object.keys(PLANTED);

export const isPlanted = (name: string): boolean => Object.hasOwn(PLANTED, name);

/** The production code, or what a planted bug makes of it. */
export const partsWith = (bug: string | null): Parts => (bug === null ? REAL : { ...REAL, ...must(PLANTED[bug], "a planted bug")() });
