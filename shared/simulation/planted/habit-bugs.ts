/** What a careless shell does: the cores are as they should be, and are not treated as they should be. */
import { REAL, type Habits, type Parts } from "../parts.ts";

const without = (habit: keyof Habits) => (): Partial<Parts> => ({ habits: { ...REAL.habits, [habit]: false } });

export const HABIT_BUGS = {
  "confirmed-before-it-is-safe": without("confirmsWhenSafe"),
  "persisted-before-it-is-safe": without("tellsWhenSafe"),
  "full-disk-drops-the-write": without("repeatsFailedWrites"),
  "second-leader-writes": () => ({ habits: { ...REAL.habits, checksTerms: false, stepsDown: false } }),
  "woken-leader-goes-on": without("stepsDown"),
  "two-leaders-go-on": without("yieldsToLaterLeader"),
  "started-and-then-stopped": without("startsInLine"),
  "goes-on-when-stopped": without("ceasesWhenStopped"),
  "reads-before-it-has-stopped": without("readsOnceStopped"),
  "lead-left-to-a-frozen-tab": without("takesLeadFromFrozen"),
  "restored-without-its-clients": without("restoresClients"),
  "answers-what-was-rolled-back": without("answersAfterCommit"),
  "feed-without-bound": without("feedsBounded"),
  "no-lock": without("locks"),
  "hints-are-all-there-is": without("sweeps"),
  "takes-in-what-was-overtaken": without("countsWords"),
  "deaf-while-it-reads": without("hearsFromTheStart"),
  "no-alarm": without("alarms"),
  "alarm-counted-from-placing": without("looksWhenDue"),
  "one-alarm-for-an-order": without("alarmsForEachMoment"),
  "one-alarm-whenever-fired": () => ({ habits: { ...REAL.habits, alarmsForEachFiring: false, asksAgainWhatCameToNothing: false } }),
  "alarm-used-up-by-nothing": without("asksAgainWhatCameToNothing"),
  "shown-without-being-drawn": without("showsWhatIsDrawn"),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
