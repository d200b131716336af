/** What a careless device does with the log. */
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import { noPull } from "#shared/sync/device/states/pull.ts";
import { storingAfter } from "#shared/sync/device/states/storing.ts";
import { causeIn } from "#shared/sync/device/states/trust.ts";
import { REAL, type Parts } from "../parts.ts";
import { deaf } from "./habit-bugs.ts";
import {
  after,
  asking,
  before,
  hearing,
  stepping,
  takesWhatItGaveUp,
  withoutTimer,
  type Bug,
} from "./stepping.ts";

const firstOf = (input: Input): HeardEvent | undefined =>
  input.kind === "stream-events" || input.kind === "relayed"
    ? input.events[0]
    : input.kind === "pulled"
      ? input.page.events[0]
      : undefined;

/** Where there is a hole before what it hears, it takes no notice. */
function jumpTo(core: Core, event: HeardEvent | undefined): void {
  const { cursor } = core.replica;
  if (event !== undefined && cursor !== null && event.seq > cursor.seq + 1)
    core.replica.cursor = { ...cursor, seq: event.seq - 1 };
}

const clockAs = (sample: (before: number | null, now: number | null) => number | null): Bug =>
  stepping((core, input, env) => {
    const { offsetMs } = core.clock;
    const effects = REAL.step(core, input, env);
    core.clock = { ...core.clock, offsetMs: sample(offsetMs, core.clock.offsetMs) };
    return effects;
  });

/** Fetches what is missing before what it hears, and does not take it for late while it does. */
const blindToHoles: Parts["step"] = (core, input, env) => {
  const { head } = core.reading;
  const effects = REAL.step(core, input, env);
  if (input.kind !== "stream-events" || core.reading.head <= (core.replica.cursor?.seq ?? 0))
    return effects;
  core.reading.head = head;
  return effects.filter((effect) => effect.kind !== "set-timer" || effect.timer !== "behind");
};

/** What was taken in and is not in the store that was read anew is not missed. */
function blindToRereads(step: Parts["step"]): Parts["step"] {
  return (core, input, env) => {
    const effects = step(core, input, env);
    if (
      input.kind !== "reloaded" ||
      core.reading.stream.kind !== "open" ||
      !effects.some(({ kind }) => kind === "pull")
    )
      return effects;
    Object.assign(core.reading, { link: "live", pull: noPull });
    return effects.filter(({ kind }) => kind !== "pull");
  };
}

export const READING_BUGS = {
  "cursor-is-max-seen": after((core, input) => {
    const head =
      input.kind === "stream-ready"
        ? input.ready.head
        : input.kind === "pulled"
          ? input.page.head
          : 0;
    const { cursor } = core.replica;
    if (cursor !== null && core.leading && head > cursor.seq)
      core.replica.cursor = { ...cursor, seq: head, id: null };
  }),
  "hole-accepted": before((core, input) => {
    if (input.kind !== "relayed") jumpTo(core, firstOf(input));
  }),
  // With one that has missed the first words.
  "follower-accepts-a-hole": () => ({
    ...before((core, input) => {
      if (input.kind === "relayed") jumpTo(core, firstOf(input));
    })(),
    around: { ...REAL.around, channel: deaf },
  }),
  "follower-does-not-read-again": hearing((input, core) =>
    input.kind === "reloaded" && !core.leading && core.replica.cursor !== null ? null : input,
  ),
  "pages-not-stored": asking((effect) =>
    effect.kind === "store-events" && effect.events.length > 1 ? null : effect,
  ),
  "snapshot-not-stored": asking((effect) => (effect.kind === "store-snapshot" ? null : effect)),
  "shown-is-not-folded-in": hearing((input) =>
    input.kind === "stream-events"
      ? {
          ...input,
          events: input.events.map((event) =>
            event.type === "ticket_shown"
              ? { ...event, data: { ...event.data, lineIds: [] } }
              : event,
          ),
        }
      : input,
  ),
  "acknowledged-before-stored": stepping((core, input, env) => {
    const effects = REAL.step(core, input, env);
    return input.kind === "stream-events" && core.leading
      ? [...effects, { kind: "ack", seq: core.replica.cursor?.seq ?? 0 }]
      : effects;
  }),
  "store-of-a-log-given-up-believed": before((core, input) => {
    if (input.kind === "persisted") core.storing = storingAfter(core.storing, { kind: "started" });
  }),
  "goes-back-to-what-it-gave-up": stepping(takesWhatItGaveUp),
  "reread-is-no-step-back": stepping(blindToRereads(REAL.step)),
  "first-page-looks-fine": after((core, input) => {
    if (
      input.kind === "pulled" &&
      core.leading &&
      core.reading.way.kind === "poll" &&
      core.reading.link === "catching-up"
    )
      core.reading.link = "polling";
  }),
  "reset-not-heard": hearing((input) =>
    input.kind === "stream-reset" || input.kind === "pull-reset" ? null : input,
  ),
  "head-ahead-not-noticed": stepping((core, input, env) =>
    blindToHoles(
      core,
      input.kind === "stream-ping" ? { ...input, ping: { ...input.ping, head: 0 } } : input,
      env,
    ),
  ),
  // It would have been filled before.
  "hole-is-no-head": stepping(blindToRereads(blindToHoles)),
  "no-polling-without-a-stream": hearing((input, core) =>
    input.kind === "timer" && input.timer === "poll" && core.reading.way.kind === "poll"
      ? null
      : input,
  ),
  "no-watchdog": withoutTimer("watchdog"),
  "late-words-are-life": stepping((core, input, env) => {
    if (input.kind !== "stream-events" && input.kind !== "stream-ping")
      return REAL.step(core, input, env);
    const { clock } = core;
    // Whoever knows no time takes nothing for late.
    core.clock = { ...clock, offsetMs: null };
    const effects = REAL.step(core, input, env);
    if (core.clock.offsetMs === null) core.clock = clock;
    return effects;
  }),
  "no-second-try": withoutTimer("retry"),
  "retries-in-step": stepping((core, input, env) =>
    REAL.step(core, input, { ...env, random: { next: () => 0.999 } }),
  ),
  "retries-at-once": asking((effect) =>
    effect.kind === "set-timer" && (effect.timer === "retry" || effect.timer === "push")
      ? { ...effect, delayMs: 0 }
      : effect,
  ),
  "looks-live-without-a-stream": after((core, input) => {
    if (input.kind === "stream-ended" && core.leading) core.reading.link = "live";
  }),
  "outbox-stuck-behind-a-green-dot": () => ({
    ...withoutTimer("push")(),
    linkOf: (core, nowMs) => ({ ...REAL.linkOf(core, nowMs), cause: causeIn(core.reading.trust) }),
  }),
  "no-cause-shown": () => ({
    linkOf: (core, nowMs) => ({ ...REAL.linkOf(core, nowMs), cause: null }),
  }),
  "others-look-as-fresh-as-the-leader": () => ({ linkForOthers: REAL.linkOf }),
  "what-is-read-back-looks-fresh": after((core, input) => {
    const {
      link,
      moments: { lastContactAt },
    } = core.reading;
    if (input.kind === "reloaded" && !core.leading) core.reading.shared = { link, lastContactAt };
  }),
  "clock-offset-ignored": clockAs(() => 0),
  "clock-is-only-put-forward": clockAs((was, now) =>
    was === null || now === null ? now : Math.max(was, now),
  ),
  "clock-taken-once": clockAs((was, now) => was ?? now),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
