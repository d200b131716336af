/** What a careless shell does: the cores are as they should be, and are not treated as they should be. */
import { REAL, type Habits, type Parts } from "../parts.ts";

const without = (habit: keyof Habits) => (): Partial<Parts> => ({ habits: { ...REAL.habits, [habit]: false } });

export const HABIT_BUGS = {
  "confirmed-before-it-is-safe": without("confirmsWhenSafe"),
  "persisted-before-it-is-safe": without("tellsWhenSafe"),
  "full-disk-drops-the-write": without("repeatsFailedWrites"),
  "second-leader-writes": without("checksTerms"),
  "restored-without-its-clients": without("restoresClients"),
  "answers-what-was-rolled-back": without("answersAfterCommit"),
  "feed-without-bound": without("feedsBounded"),
  "no-alarm": without("alarms"),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
