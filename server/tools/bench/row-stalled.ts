import { setTimeout as sleep } from "node:timers/promises";
import { SECOND } from "#shared/kernel/time.ts";
import type { ServerProcess } from "../../testing/server-process.ts";
import { startChild, type Child } from "./child.ts";
import { devicesFor, eveningOf, openOurs, OUR_PATH, pacedOn, placePaced } from "./evening.ts";
import { appendHistory, streamFrom, type History } from "./history.ts";
import type { Frozen } from "./load-process.ts";
import { COLLECTOR, residentKb } from "./memory.ts";
import { furnish, METRICS_TOKEN, startOurs, type BenchHouse } from "./rig.ts";
import { figure, plainFigure } from "./rounds.ts";
import type { Row } from "./row.ts";

const EVERY = 10;
const STALL_MS = 60 * SECOND;
/** In a restaurant of their own, a device for each: what freezes has its own way to the server. */
const FROZEN_HOUSES = 10;
/**
 * Events of 1 KB: more than two connections' ends hold by themselves (about 4 MB on Linux, both
 * together up to 10).
 */
const HISTORY = 12_000;
/** As in server/sync/outgoing.ts. */
const DEADLINE_MS = 10 * SECOND;

/**
 * A tablet that freezes in the middle of a catch-up: it has asked for more than the connection
 * holds, and takes no byte of it. The system's own buffers hide what stops reading only for a
 * while; by then the server holds a write that nobody takes, and its metrics say that it cut it.
 *
 * Half a minute without and a minute with them: the same server, the same other readers counted.
 * One round, because of its length.
 */
export const stalled: Row = {
  name: "stalled",
  work: "10 % of 1,000 readers stop reading for a minute",
  limit: "the same load without them",
  async run(bench) {
    const evening = eveningOf(bench);
    const { restaurants, readers } = evening;
    const reading = readers - readers / EVERY;
    const frozen = (restaurants * readers) / EVERY;
    const houses = await furnish(bench, {
      restaurants,
      devices: devicesFor(readers),
      role: "kitchen",
    });
    const cold = await furnish(bench, {
      restaurants: Math.min(FROZEN_HOUSES, frozen),
      devices: Math.ceil(frozen / FROZEN_HOUSES),
      role: "kitchen",
    });
    const histories = await Promise.all(
      cold.map((house) => appendHistory(bench.adminUrl, house.restaurantId, HISTORY)),
    );
    const server = await startOurs(bench, { env: { NODE_OPTIONS: COLLECTOR } });
    const load = startChild("load-process.ts");
    try {
      const pid = server.pid();
      if (pid === null) throw new Error("the server is gone");
      await openOurs(load, "ours", server.port, houses, reading);
      const place = (ms: number) =>
        placePaced(
          load,
          pacedOn("ours", server.port, OUR_PATH, houses, { ...evening, readers: reading }, ms),
        );
      const ms = bench.short ? bench.roundMs : STALL_MS;
      await place(ms / 6);
      const without = await place(ms / 2);
      const before = await memoryOf(server, pid);
      await freeze(load, server.port, cold, histories, frozen);
      await untilFull(server);
      const held = await memoryOf(server, pid);
      const withThem = await place(ms);
      await untilCut(server, frozen);
      await load.call("thaw");
      const rounds = [{ ours: withThem, limit: without }];
      return [
        figure(
          { what: "the others' p99", unit: "ms", target: { most: 1.1 } },
          rounds,
          (measured) => measured.p99Ms,
        ),
        figure({ what: "the others' p50", unit: "ms" }, rounds, (measured) => measured.p50Ms),
        plainFigure(
          {
            what: "held per stalled reader, after a collection",
            unit: "KB",
            target: { most: 256 },
          },
          [Math.max(1, held.usedKb - before.usedKb) / frozen],
        ),
        plainFigure(
          {
            what: "the process grew by, per stalled reader, with the bytes it sent before",
            unit: "KB",
          },
          [Math.max(1, held.residentKb - before.residentKb) / frozen],
        ),
        plainFigure({ what: "stalled readers that were cut off", unit: "" }, [await cuts(server)]),
      ];
    } finally {
      await load.end();
      await server.dispose();
    }
  },
};

async function freeze(
  load: Child,
  port: number,
  houses: readonly BenchHouse[],
  histories: readonly History[],
  count: number,
): Promise<void> {
  const targets = Array.from({ length: count }, (_, reader) => {
    const house = houses[reader % houses.length];
    const history = histories[reader % houses.length];
    if (house === undefined || history === undefined)
      throw new Error("no restaurant for a frozen reader");
    return streamFrom(history.before, {
      ...house,
      devices: house.devices.slice(Math.floor(reader / houses.length)),
    });
  });
  await load.call("freeze", { port, targets, everyMs: (3 * SECOND) / count } satisfies Frozen);
}

type Memory = { readonly residentKb: number; readonly usedKb: number };

/**
 * What is in use is what the readers hold; resident is also what a process does not give back after
 * hundreds of megabytes went through it.
 */
async function memoryOf(server: ServerProcess, pid: number): Promise<Memory> {
  const resident = await residentKb(pid);
  const [heap, external] = [
    await count(server, /^nodejs_heap_size_used_bytes ([\d.e+]+)/m),
    await count(server, /^nodejs_external_memory_bytes ([\d.e+]+)/m),
  ];
  return { residentKb: resident, usedKb: (heap + external) / 1_024 };
}

/**
 * All have filled their connections: nothing more is delivered to anybody. What the database still
 * reads for them is not the others' wait.
 */
async function untilFull(server: ServerProcess): Promise<void> {
  let before = -1;
  for (const until = performance.now() + DEADLINE_MS; performance.now() < until; await sleep(500)) {
    const now = await count(server, /^heard_events_delivered_total\{via="sse"\} (\d+)/m);
    if (now === before) return;
    before = now;
  }
}

/** Throws where the server was not held up by them: then nothing was measured. */
async function untilCut(server: ServerProcess, frozen: number): Promise<void> {
  for (
    const until = performance.now() + 3 * DEADLINE_MS;
    performance.now() < until;
    await sleep(200)
  )
    if ((await cuts(server)) >= frozen) return;
  throw new Error(
    `${frozen} readers took no byte, and ${await cuts(server)} were cut off as stalled`,
  );
}

const cuts = (server: ServerProcess): Promise<number> =>
  count(server, /^heard_streams_cut_total\{reason="stalled"\} (\d+)/m);

async function count({ url }: ServerProcess, line: RegExp): Promise<number> {
  return Number(
    line.exec(
      await (
        await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } })
      ).text(),
    )?.[1] ?? 0,
  );
}
