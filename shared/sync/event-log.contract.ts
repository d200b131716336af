/**
 * What every keeper of a log owes (event-log.ts), as named cases for any test runner: each is given
 * a fresh, empty log and throws where a promise is broken. Run on memory here, on Dexie by the
 * client and on Postgres by the server.
 */
import { assert, must } from "#shared/kernel/assert.ts";
import { canonical } from "#shared/kernel/fingerprint.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { BEGINNING, type EventLog, type Place } from "./event-log.ts";

export type ContractCase = {
  readonly name: string;
  readonly run: (log: EventLog) => Promise<void>;
};

export const EVENT_LOG_CONTRACT: readonly ContractCase[] = [
  {
    name: "an empty log is at 0 and serves its beginning",
    async run(log) {
      const { head, headId, floor } = await log.position();
      same(
        { head, headId, floor },
        { head: 0, headId: null, floor: 0 },
        "position of an empty log",
      );
      same(await all(log, BEGINNING), [], "events of an empty log");
    },
  },
  {
    name: "[SYN-1] [SYN-3] what was appended is read back in order, exactly and once",
    async run(log) {
      const events = eventsFrom(1, 7);
      assert(await log.append(events.slice(0, 3)), "the first batch is taken");
      assert(await log.append(events.slice(3)), "the second batch is taken");
      same(await all(log, BEGINNING), events, "events read back");
      const { head, headId } = await log.position();
      same({ head, headId }, { head: 7, headId: at(events, 7).id }, "position after appending");
    },
  },
  {
    name: "text survives as it is: quotes, emoji, right-to-left and numbers at the edge",
    async run(log) {
      const [first] = eventsFrom(1, 1);
      const note = 'back\\slash "quoted" 🍜 مرحبا \u2028 línea';
      const odd = {
        ...must(first, "an event"),
        type: "a_type_of_tomorrow",
        data: { note, big: Number.MAX_SAFE_INTEGER, no: null, deep: [{ a: [] }] },
      } as unknown as HeardEvent;
      assert(await log.append([odd]), "an event of an unknown type is taken");
      same(await all(log, BEGINNING), [odd], "the event with odd text");
    },
  },
  {
    name: "appending nothing changes nothing",
    async run(log) {
      const before = await log.position();
      assert(await log.append([]), "nothing is taken");
      same(await log.position(), before, "position");
    },
  },
  {
    name: "[SYN-1] a hole, a repeat and a batch with a hole inside are refused whole",
    async run(log) {
      assert(await log.append(eventsFrom(1, 2)), "the start is taken");
      const before = await log.position();
      assert(!(await log.append(eventsFrom(4, 1))), "a hole is refused");
      assert(!(await log.append(eventsFrom(2, 2))), "a repeat is refused");
      assert(
        !(await log.append([...eventsFrom(3, 1), ...eventsFrom(5, 1)])),
        "a hole inside is refused",
      );
      same(await log.position(), before, "position after refusals");
      same(await all(log, BEGINNING), eventsFrom(1, 2), "events after refusals");
      assert(await log.append(eventsFrom(3, 1)), "the right one is still taken");
    },
  },
  {
    name: "[SYN-3] pages of any size give each event once",
    async run(log) {
      const events = eventsFrom(1, 25);
      assert(await log.append(events), "taken");
      for (const limit of [1, 7, 25, 100])
        same(await all(log, BEGINNING, limit), events, `pages of ${limit}`);
      const page = await log.read(BEGINNING, 4);
      assert(
        page.kind === "events" && page.events.length >= 1 && page.events.length <= 4,
        "a page keeps its limit and is not empty",
      );
    },
  },
  {
    name: "[SYN-3] a reader gets only what is after its place",
    async run(log) {
      const events = eventsFrom(1, 5);
      assert(await log.append(events), "taken");
      same(await all(log, place(at(events, 3))), events.slice(3), "after the third");
      same(
        await all(log, { seq: 3, id: null }),
        events.slice(3),
        "after the third, by number alone",
      );
      same(await all(log, place(at(events, 5))), [], "at the head");
    },
  },
  {
    name: "[SYN-2] above the head, or with another event's id, a place cannot be served",
    async run(log) {
      assert(await log.append(eventsFrom(1, 5)), "taken");
      await refused(log, { seq: 6, id: null }, "above the head");
      await refused(log, { seq: 3, id: at(eventsFrom(1, 5), 2).id }, "another event's id");
    },
  },
  {
    name: "[SYN-2] trimming forgets nothing it may not, and what is below the floor cannot be served",
    async run(log) {
      const events = eventsFrom(1, 10);
      assert(await log.append(events), "taken");
      await log.trim(6);
      const { head, headId, floor } = await log.position();
      assert(floor <= 6, "the floor rises no further than permitted");
      same({ head, headId }, { head: 10, headId: at(events, 10).id }, "the head stays");
      same(await all(log, place(at(events, 6))), events.slice(6), "what may not be forgotten");
      if (floor > 0) {
        same(
          await all(log, place(at(events, floor))),
          events.slice(floor),
          "from the floor itself",
        );
        await refused(log, { seq: floor - 1, id: null }, "below the floor");
        await refused(
          log,
          { seq: floor, id: at(events, 10).id },
          "another event's id at the floor",
        );
      }
      await log.trim(2);
      assert((await log.position()).floor === floor, "the floor never sinks");
    },
  },
  {
    name: "[SYN-1] a log trimmed to its head goes on where it was",
    async run(log) {
      const events = eventsFrom(1, 6);
      assert(await log.append(events.slice(0, 4)), "taken");
      await log.trim(1_000);
      const { head, headId, floor } = await log.position();
      assert(floor <= 4, "the floor stays at or below the head");
      same({ head, headId }, { head: 4, headId: at(events, 4).id }, "the head stays");
      assert(!(await log.append(eventsFrom(1, 1))), "it does not begin again");
      assert(await log.append(events.slice(4)), "the next ones are taken");
      same(await all(log, place(at(events, 4))), events.slice(4), "what came after trimming");
    },
  },
  {
    name: "[SYN-1] of two that append the same number at once, one wins",
    async run(log) {
      const rivals = [eventsFrom(1, 1, "a"), eventsFrom(1, 1, "b"), eventsFrom(1, 1, "c")];
      const taken = await Promise.all(rivals.map((events) => log.append(events)));
      assert(taken.filter(Boolean).length === 1, "exactly one is taken");
      same(
        await all(log, BEGINNING),
        rivals[taken.indexOf(true)],
        "the winner's event is there, alone",
      );
    },
  },
  {
    name: "[SYN-3] a reader beside a writer never misses one",
    async run(log) {
      const events = eventsFrom(1, 20);
      const seen: HeardEvent[] = [];
      const write = async () => {
        for (const event of events)
          assert(await log.append([event]), `event ${event.seq} is taken`);
      };
      const readOn = async () => {
        while (seen.length < events.length) {
          const page = await log.read(placeAfter(seen), 3);
          assert(page.kind === "events", "its own place is always served");
          seen.push(...page.events);
          // Gives a keeper that answers at once the chance to let the writer on.
          await log.position();
        }
      };
      await Promise.all([write(), readOn()]);
      same(seen, events, "what the reader saw");
    },
  },
];

/** Reads to the end, page by page. */
async function all(log: EventLog, since: Place, limit = 100): Promise<HeardEvent[]> {
  const events: HeardEvent[] = [];
  for (;;) {
    const page = await log.read(events.length > 0 ? placeAfter(events) : since, limit);
    assert(page.kind === "events", `the place ${since.seq} is served`);
    if (page.events.length === 0) return events;
    events.push(...page.events);
  }
}

async function refused(log: EventLog, since: Place, what: string): Promise<void> {
  assert((await log.read(since, 100)).kind === "must_refetch", `${what}: must_refetch`);
}

function same(actual: unknown, expected: unknown, what: string): void {
  assert(
    canonical(actual) === canonical(expected),
    `${what}: expected ${canonical(expected)}, found ${canonical(actual)}`,
  );
}

const place = ({ seq, id }: HeardEvent): Place => ({ seq, id });

const placeAfter = (events: readonly HeardEvent[]): Place => {
  const last = events.at(-1);
  return last === undefined ? BEGINNING : place(last);
};

const at = (events: readonly HeardEvent[], seq: number): HeardEvent =>
  must(
    events.find((event) => event.seq === seq),
    `event ${seq}`,
  );

/**
 * Events that a real log would hold; `who` (one hexadecimal digit) tells rivals for the same number
 * apart.
 */
function eventsFrom(first: number, count: number, who = "0"): HeardEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = first + index;
    return {
      seq,
      id: `0190c2f0-0000-7000-8000-${who}${String(seq).padStart(11, "0")}`,
      type: "menu_item_availability_changed",
      v: 1,
      entityId: `dish-${seq}`,
      data: { menuItemId: `dish-${seq}`, name: `Dish ${seq}`, available: seq % 2 === 0 },
      origin:
        seq % 3 === 0
          ? { clientId: "0190c2f0-0000-7000-9000-000000000001", mutationId: seq }
          : null,
      occurredAt: "2026-01-31T19:02:11.000Z",
      recordedAt: "2026-01-31T19:02:11.120Z",
    };
  });
}
