/**
 * A process that loads: closed loops of orders and pushes, and paced orders with readers whose
 * clock is the sender's.
 */
import { randomUUIDv7 } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { answerCalls } from "./child.ts";
import { MARK, MARK_DIGITS, orderText, pushText, type PushingDevice } from "./orders-text.ts";
import type { BenchHouse } from "./rig.ts";
import { median, quantile } from "./rounds.ts";
import {
  openCaller,
  openFrozen,
  openStream,
  timeRead,
  type Caller,
  type Reading,
  type Target,
} from "./wire.ts";

export type ClosedLoop = {
  readonly port: number;
  readonly path: string;
  readonly houses: readonly BenchHouse[];
  readonly connections: number;
  readonly ms: number;
};
export type PushLoop = {
  readonly port: number;
  readonly house: BenchHouse;
  readonly batch: number;
  readonly ms: number;
};
export type OpenStreams = {
  readonly set: string;
  readonly port: number;
  readonly streams: readonly {
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  }[];
};
export type PacedOrders = {
  readonly set: string;
  readonly port: number;
  readonly path: string;
  readonly houses: readonly BenchHouse[];
  readonly perSecond: number;
  readonly ms: number;
  readonly connections: number;
  /** Readers of each restaurant that must have it. */ readonly readers: number;
};

/** Readers that ask, one every so often, and take nothing. */
export type Frozen = {
  readonly port: number;
  readonly targets: readonly Target[];
  readonly everyMs: number;
};

export type Reads = {
  readonly port: number;
  readonly target: Target;
  /** The bytes that end it; null: the whole body. */ readonly last: string | null;
  readonly ms: number;
};

export type Read = { readonly times: number; readonly wholeMs: number; readonly firstMs: number };
export type Rate = {
  readonly done: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};
export type Delivery = {
  readonly deliveries: number;
  readonly missing: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answeredP50Ms: number;
};

/** How long the last deliveries may take after the last order. */
const LAST_MS = 5_000;

const sets = new Map<string, readonly Reading[]>();
const frozen: Reading[] = [];
const pushing = new Map<string, PushingDevice>();
/** When each marked order was sent, and what came of it, in this process's milliseconds. */
let sentAt: number[] = [];
let took: number[] = [];

answerCalls({
  orders: ({ port, path, houses, connections, ms }: ClosedLoop) => {
    let next = 0;
    return closedLoop(
      port,
      connections,
      ms,
      () => orderText(at(houses, next++ % houses.length), path),
      201,
      1,
    );
  },
  pushes: ({ port, house, batch, ms }: PushLoop) =>
    closedLoop(
      port,
      house.devices.length,
      ms,
      (connection) => pushText(deviceOf(at(house.devices, connection), connection), batch),
      200,
      batch,
    ),
  open: async ({ set, port, streams }: OpenStreams) => {
    const readings: Reading[] = [];
    for (let opened = 0; opened < streams.length; opened += 50) {
      const some = streams
        .slice(opened, opened + 50)
        .map((stream) => openStream(port, { method: "GET", ...stream }, noteMarks));
      readings.push(...(await Promise.all(some)));
    }
    sets.set(set, readings);
    return readings.length;
  },
  freeze: async ({ port, targets, everyMs }: Frozen) => {
    for (const target of targets) {
      frozen.push(openFrozen(port, target));
      await sleep(everyMs);
    }
  },
  thaw: () => {
    for (const reading of frozen.splice(0)) reading.close();
  },
  read,
  paced,
  close: ({ set }: { set: string }) => {
    for (const reading of sets.get(set) ?? []) reading.close();
    sets.delete(set);
  },
});

async function closedLoop(
  port: number,
  connections: number,
  ms: number,
  text: (connection: number) => string,
  wanted: number,
  worth: number,
): Promise<Rate> {
  const callers = await Promise.all(Array.from({ length: connections }, () => openCaller(port)));
  const tookMs: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + ms;
  await Promise.all(
    callers.map(async (caller, connection) => {
      for (let now = startedAt; now < until;) {
        await asked(caller, text(connection), wanted);
        const after = performance.now();
        tookMs.push(after - now);
        now = after;
      }
    }),
  );
  const elapsed = performance.now() - startedAt;
  for (const caller of callers) caller.close();
  const sorted = tookMs.toSorted((a, b) => a - b);
  return {
    done: sorted.length * worth,
    perSecond: (sorted.length * worth * 1000) / elapsed,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
  };
}

async function paced({
  port,
  path,
  houses,
  perSecond,
  ms,
  connections,
  readers,
}: PacedOrders): Promise<Delivery> {
  const free = await Promise.all(Array.from({ length: connections }, () => openCaller(port)));
  const callers = [...free];
  const answered: number[] = [];
  const orders = Math.round((perSecond * ms) / 1000);
  sentAt = Array.from({ length: orders }, () => 0);
  took = [];
  const inFlight: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let mark = 0; mark < orders; mark += 1) {
    const due = startedAt + (mark * 1000) / perSecond;
    while (performance.now() < due) await sleep(1);
    const caller = openOne(free) ?? must(callers[callers.push(await openCaller(port)) - 1]);
    const text = orderText(at(houses, mark % houses.length), path, mark);
    const sent = performance.now();
    sentAt[mark] = sent;
    inFlight.push(
      asked(caller, text, 201).then(() => {
        answered.push(performance.now() - sent);
        free.push(caller);
      }),
    );
  }
  await Promise.all(inFlight);
  const wanted = orders * readers;
  for (
    const until = performance.now() + LAST_MS;
    took.length < wanted && performance.now() < until;
  )
    await sleep(10);
  for (const caller of callers) caller.close();
  const sorted = took.toSorted((a, b) => a - b);
  sentAt = [];
  return {
    deliveries: sorted.length,
    missing: wanted - sorted.length,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    answeredP50Ms: quantile(
      answered.toSorted((a, b) => a - b),
      0.5,
    ),
  };
}

/**
 * Reads the same thing over and over, each time on a new connection, as a tablet that comes back;
 * medians.
 */
async function read({ port, target, last, ms }: Reads): Promise<Read> {
  const whole: number[] = [];
  const first: number[] = [];
  for (const until = performance.now() + ms; whole.length === 0 || performance.now() < until;) {
    const timed = await timeRead(port, target, last);
    whole.push(timed.wholeMs);
    first.push(timed.firstMs);
  }
  return { times: whole.length, wholeMs: median(whole), firstMs: median(first) };
}

/**
 * Every marked order in the bytes counts as delivered now. A mark that two chunks share is not
 * seen; it is counted as missing.
 */
function noteMarks(chunk: Buffer): void {
  if (sentAt.length === 0) return;
  const now = performance.now();
  for (
    let found = chunk.indexOf(MARK);
    found !== -1;
    found = chunk.indexOf(MARK, found + MARK.length)
  ) {
    const mark = Number(
      chunk.toString("latin1", found + MARK.length, found + MARK.length + MARK_DIGITS),
    );
    const sent = sentAt[mark] ?? 0;
    if (sent > 0) took.push(now - sent);
  }
}

/**
 * The one that was used last: others may have been idle for so long that the server has ended them.
 */
function openOne(free: Caller[]): Caller | undefined {
  for (let caller = free.pop(); caller !== undefined; caller = free.pop())
    if (caller.isOpen()) return caller;
  return undefined;
}

async function asked(caller: Caller, text: string, wanted: number): Promise<void> {
  const { status, body } = await caller.ask(text);
  if (status !== wanted) throw new Error(`answered ${status}: ${body.slice(0, 300)}`);
}

/** Behind an address of its own: the rate limit per address is no part of what is measured. */
function deviceOf(token: string, index: number): PushingDevice {
  const known = pushing.get(token) ?? {
    token,
    source: `10.99.0.${index + 1}`,
    clientId: randomUUIDv7(),
    nextId: 1,
  };
  pushing.set(token, known);
  return known;
}

function at<T>(list: readonly T[], index: number): T {
  return must(list[index]);
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("nothing there");
  return value;
}
