/** What a careless log gives to those who read it. */
import { isClosed } from "#shared/orders/order.ts";
import type { EventLog, ReadOutcome } from "#shared/sync/event-log.ts";
import type { MemoryLog } from "#shared/sync/memory-log.ts";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { REAL, type Parts } from "../parts.ts";

type Read = EventLog["read"];

const NOTHING: ReadOutcome = { kind: "events", events: [] };

/** Whoever reads without a limit is the one who looks on, and sees what is there. */
const reading = (bug: (real: Read, log: MemoryLog) => Read) => (): Partial<Parts> => ({
  createLog(logId) {
    const log = REAL.createLog(logId);
    const real: Read = (since, limit) => log.events.read(since, limit);
    const planted = bug(real, log);
    return {
      ...log,
      events: {
        ...log.events,
        read: (since, limit) => (limit === Infinity ? real : planted)(since, limit),
      },
    };
  },
});

const snapping = (change: (snapshot: Snapshot) => Snapshot) => (): Partial<Parts> => ({
  createLog(logId) {
    const log = REAL.createLog(logId);
    return { ...log, snapshot: (serverTime) => change(log.snapshot(serverTime)) };
  },
});

const eventsOf = (outcome: ReadOutcome) => (outcome.kind === "events" ? outcome.events : []);

export const LOG_BUGS = {
  "id-of-the-cursor-ignored": reading(
    (real) => (since, limit) => real({ ...since, id: null }, limit),
  ),
  "cursor-ahead-is-served": reading(
    (real, log) => async (since, limit) =>
      since.seq > (await log.events.position()).head ? NOTHING : real(since, limit),
  ),
  "floor-ignored": reading((real, log) => async (since, limit) => {
    const { floor } = await log.events.position();
    return since.seq < floor ? real({ seq: floor, id: null }, limit) : real(since, limit);
  }),
  "refused-cursor-gets-nothing": reading((real) => async (since, limit) => {
    const outcome = await real(since, limit);
    return outcome.kind === "must_refetch" ? NOTHING : outcome;
  }),
  "timestamp-cursor": reading((real) => async (since, limit) => {
    const [last] = eventsOf(await real({ seq: since.seq - 1, id: null }, 1));
    const outcome = await real(since, limit);
    if (last === undefined || outcome.kind !== "events") return outcome;
    const second = (iso: string) => iso.slice(0, 19);
    return {
      kind: "events",
      events: outcome.events.filter(
        ({ recordedAt }) => second(recordedAt) > second(last.recordedAt),
      ),
    };
  }),
  "page-of-the-newest": reading((real) => async (since, limit) => {
    const outcome = await real(since, 10_000);
    return outcome.kind === "events"
      ? { kind: "events", events: outcome.events.slice(-limit) }
      : outcome;
  }),
  "page-without-its-first": reading((real) => async (since, limit) => {
    const outcome = await real(since, limit);
    return outcome.kind === "events" && outcome.events.length > 1
      ? { kind: "events", events: outcome.events.slice(1) }
      : outcome;
  }),
  "client-without-a-push-not-passed-on": () => ({
    createLog(logId) {
      const log = REAL.createLog(logId);
      return {
        ...log,
        passOn: (clientId, subjectId) =>
          log.backup().clients.has(clientId) && log.passOn(clientId, subjectId),
      };
    },
  }),
  "snapshot-older-than-its-place": snapping((snapshot) => ({
    ...snapshot,
    orders: snapshot.orders.filter(({ seq }) => seq !== snapshot.seq),
  })),
  "snapshot-newer-than-its-place": snapping((snapshot) => ({
    ...snapshot,
    seq: Math.max(0, snapshot.seq - 1),
  })),
  "snapshot-ahead-of-the-log": snapping((snapshot) => ({ ...snapshot, seq: snapshot.seq + 1 })),
  "snapshot-without-closed-orders": snapping((snapshot) => ({
    ...snapshot,
    orders: snapshot.orders.filter((order) => !isClosed(order)),
  })),
} satisfies Readonly<Record<string, () => Partial<Parts>>>;
