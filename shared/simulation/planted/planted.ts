/** Every planted bug by name: the checker is itself checked by them (planted.test.ts, `npm run sim -- --bug NAME`). */
import { must } from "#shared/kernel/assert.ts";
import { REAL, type Parts } from "../parts.ts";
import { HABIT_BUGS } from "./habit-bugs.ts";

/** What it does wrong, made anew for each evening: some remember. */
export type Bugs = Readonly<Record<string, () => Partial<Parts>>>;

const PLANTED: Bugs = { ...HABIT_BUGS };

export const BUG_NAMES: readonly string[] = Object.keys(PLANTED);

export const isPlanted = (name: string): boolean => Object.hasOwn(PLANTED, name);

/** The production code, or what a planted bug makes of it. */
export const partsWith = (bug: string | null): Parts => (bug === null ? REAL : { ...REAL, ...must(PLANTED[bug], "a planted bug")() });
