/**
 * What careless shells do: the cores are as they should be, and are not treated as they should be.
 */
import type { Core } from "#shared/sync/device/state.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import { REAL, type Around, type Habits, type Parts } from "../parts.ts";
import { ANY_TERM } from "../disk-store.ts";
import { hearing, takesWhatItGaveUp } from "./stepping.ts";

const without = (habit: keyof Habits) => (): Partial<Parts> => ({
  habits: { ...REAL.habits, [habit]: false },
});

const around = (bug: Partial<Around>) => (): Partial<Parts> => ({
  around: { ...REAL.around, ...bug },
});

/** A tab hears the others only some time after it has read what is stored. */
const DEAF_MS = 200;
export const deaf: Around["channel"] = (channel, { nowMs }) => {
  const from = nowMs() + DEAF_MS;
  return {
    ...channel,
    listen: (listener) => channel.listen((message) => nowMs() >= from && listener(message)),
  };
};

/** A leader pays no heed to another one's beat. */
const deafToBeats: Around["channel"] = (channel, { leads }) => ({
  ...channel,
  listen: (listener) =>
    channel.listen((message) => (message.kind !== "beat" || !leads()) && listener(message)),
});

/** Who is robbed of the lock is not told. */
const robbedUnawares: Around["lock"] = (requestLock) => (how, held) =>
  requestLock(how, (lock) => held({ ...lock, gone: new Promise(() => undefined) }));

const takesFromEverybody: Around["store"] = (store) => ({
  ...store,
  storeSnapshot: (_term, snapshot) => store.storeSnapshot(ANY_TERM, snapshot),
  storeEntries: (_term, entries, rotation) => store.storeEntries(ANY_TERM, entries, rotation),
});

/** What there was no room for passes for written. */
const forgetsWhatDoesNotFit: Around["store"] = (store) => ({
  ...store,
  async storeEvents(...given) {
    const done = await store.storeEvents(...given);
    return !done.ok && done.error.kind === "full" ? { ok: true, value: undefined } : done;
  },
  async storeEntries(...given) {
    const done = await store.storeEntries(...given);
    return !done.ok && done.error.kind === "full" ? { ok: true, value: undefined } : done;
  },
});

/** What a snapshot replaces and is not written yet is written before it all the same. */
function writesWhatIsReplaced(): Around {
  /** Of the tab that is being made: what of the log is stored. */
  let made: { stored: (count: number) => void } = { stored: () => undefined };
  const store: Around["store"] = (real) => {
    const mine = { stored: (_count: number): void => undefined };
    made = mine;
    return {
      ...real,
      async storeSnapshot(...given) {
        const done = await real.storeSnapshot(...given);
        if (done.ok) mine.stored(1);
        return done;
      },
      async storeEvents(from, to, events) {
        const done = await real.storeEvents(from, to, events);
        if (done.ok || done.error.kind === "elsewhere") mine.stored(events.length);
        return done;
      },
    };
  };
  const effects: Around["effects"] = (real) => {
    let waiting = 0;
    /** A snapshot that waits for that, and what was asked for after it. */
    let behind: readonly Effect[] = [];
    const carryOut = (effect: Effect): void => {
      const holds = behind.length > 0 && WRITES.has(effect.kind);
      if (holds || (effect.kind === "store-snapshot" && waiting > 0)) {
        behind = [...behind, effect];
        return;
      }
      if (effect.kind === "store-snapshot") waiting++;
      if (effect.kind === "store-events") waiting += effect.events.length;
      real.carryOut(effect);
    };
    made.stored = (count) => {
      waiting = Math.max(0, waiting - count);
      if (waiting > 0) return;
      const next = behind;
      behind = [];
      next.forEach(carryOut);
    };
    return {
      carryOut,
      cease() {
        [waiting, behind] = [0, []];
        real.cease();
      },
    };
  };
  return { ...REAL.around, store, effects };
}

const WRITES: ReadonlySet<Effect["kind"]> = new Set([
  "store-snapshot",
  "store-events",
  "store-entries",
]);

/** However much waits for the disk, each event and each entry is a transaction of its own. */
const writesEachAlone: Around["store"] = (store) => ({
  ...store,
  async storeEvents(from, _to, events) {
    let last = from;
    for (const event of events) {
      const next = { ...last, seq: event.seq, id: event.id };
      const done = await store.storeEvents(last, next, [event]);
      if (!done.ok) return done;
      last = next;
    }
    return { ok: true, value: undefined };
  },
  async storeEntries(term, entries, rotation) {
    if (rotation !== null) return store.storeEntries(term, entries, rotation);
    for (const entry of entries) {
      const done = await store.storeEntries(term, [entry], null);
      if (!done.ok) return done;
    }
    return { ok: true, value: undefined };
  },
});

/** Refusals are written down only behind the next entries. */
export const noticesLate: Around["store"] = (store) => {
  let late: Parameters<typeof store.addNotice>[0][] = [];
  return {
    ...store,
    addNotice(notice) {
      late.push(notice);
      return Promise.resolve({ ok: true, value: undefined });
    },
    async storeEntries(...given) {
      const done = await store.storeEntries(...given);
      if (!done.ok) return done;
      const notices = late;
      late = [];
      for (const notice of notices) await store.addNotice(notice);
      return done;
    },
  };
};

/** To begin to lead goes right behind what was read for that, and before all that waits in line. */
const startsBeforeTheLine: Around["inbox"] = (inbox) => {
  let starts: Input[] = [];
  let reading = false;
  return {
    between: (read) =>
      new Promise((isRead, failed) => {
        inbox
          .between(async () => {
            const found = await read();
            [starts, reading] = [[], true];
            isRead();
            // Whoever has read goes on, while the core still stands.
            for (let turn = 0; turn < 3; turn++) await Promise.resolve();
            reading = false;
            return [...found, ...starts];
          })
          .catch(failed);
      }),
    tell(input) {
      if (reading && input.kind === "started") starts.push(input);
      else inbox.tell(input);
    },
  };
};

/** What was read waits for the readings that follow, and is taken with what they find. */
const takesReadingsTogether: Around["inbox"] = (inbox) => {
  let found: readonly Input[] = [];
  let readings = 0;
  return {
    ...inbox,
    between(read) {
      readings++;
      return inbox.between(async () => {
        try {
          found = [...found, ...(await read())];
        } finally {
          readings--;
        }
        if (readings > 0) return [];
        const all = found;
        found = [];
        return all;
      });
    },
  };
};

/**
 * What is under way is ended when a tab hears that it leads no more, and not once more when it has
 * stopped.
 */
const ceasesOnce: Around["effects"] = (effects) => {
  let ceased = 0;
  return {
    ...effects,
    cease() {
      if (++ceased % 2 === 1) effects.cease();
    },
  };
};

/** What is read when a tab has stopped is not taken in: it was read before that. */
function readBefore(): (input: Input, core: Core) => Input | null {
  const stopped = new WeakSet<Core>();
  return (input, core) => {
    if (input.kind === "stopped") stopped.add(core);
    return input.kind === "reloaded" && stopped.delete(core) ? null : input;
  };
}

export const HABIT_BUGS = {
  "confirmed-before-it-is-safe": without("confirmsWhenSafe"),
  "persisted-before-it-is-safe": without("tellsWhenSafe"),
  "full-disk-is-not-said": without("saysWhenFull"),
  "each-snapshot-has-its-turn": () => ({ around: writesWhatIsReplaced() }),
  "full-disk-drops-the-write": around({ store: forgetsWhatDoesNotFit }),
  "what-waits-for-the-disk-goes-one-by-one": around({ store: writesEachAlone }),
  "second-leader-writes": around({
    store: takesFromEverybody,
    lock: robbedUnawares,
    channel: deafToBeats,
  }),
  "woken-leader-goes-on": around({ lock: robbedUnawares, channel: deafToBeats }),
  "two-leaders-go-on": around({ channel: deafToBeats }),
  "started-and-then-stopped": around({ inbox: startsBeforeTheLine }),
  // With a core that goes back to what it has given up: one that does not is none the worse for it.
  "what-was-read-waits-for-other-readings": () => ({
    ...around({ inbox: takesReadingsTogether })(),
    step: takesWhatItGaveUp,
  }),
  "goes-on-when-stopped": around({ effects: ceasesOnce }),
  "reads-before-it-has-stopped": () => hearing(readBefore())(),
  "lead-left-to-a-frozen-tab": around({
    lock: (requestLock) => (how, held) =>
      how === "steal" ? () => undefined : requestLock(how, held),
  }),
  "restored-without-its-clients": without("restoresClients"),
  "answers-what-was-rolled-back": without("answersAfterCommit"),
  "feed-without-bound": without("feedsBounded"),
  "no-lock": without("locks"),
  "hints-are-all-there-is": without("sweeps"),
  // Beside one that writes what a snapshot replaces: then much is said right before it.
  "takes-in-what-was-overtaken": () => ({
    ...hearing((input) => (input.kind === "reloaded" ? { ...input, words: 0 } : input))(),
    around: writesWhatIsReplaced(),
  }),
  "deaf-while-it-reads": around({ channel: deaf }),
  "no-alarm": without("alarms"),
  "alarm-counted-from-placing": without("looksWhenDue"),
  "one-alarm-for-an-order": without("alarmsForEachMoment"),
  "one-alarm-whenever-fired": () => ({
    habits: { ...REAL.habits, alarmsForEachFiring: false, asksAgainWhatCameToNothing: false },
  }),
  "alarm-used-up-by-nothing": without("asksAgainWhatCameToNothing"),
  "shown-without-being-drawn": without("showsWhatIsDrawn"),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
