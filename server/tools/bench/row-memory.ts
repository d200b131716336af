import { startChild, type Child } from "./child.ts";
import { openOurs } from "./evening.ts";
import type { OpenStreams } from "./load-process.ts";
import { COLLECTOR, residentKb } from "./memory.ts";
import { furnish, startOurs } from "./rig.ts";
import { figure, plainFigure } from "./rounds.ts";
import type { Bench, Row } from "./row.ts";

const RESTAURANTS = 50;

/** One round: what matters is not a time, and opening ten thousand streams takes a while. */
export const memory: Row = {
  name: "memory",
  work: "memory per idle stream, 10,000 streams",
  limit: "bare node:http stream",
  async run(bench) {
    const restaurants = bench.short ? 5 : RESTAURANTS;
    const readers = bench.short ? 20 : 200;
    const load = startChild("load-process.ts");
    try {
      const ours = await measureOurs(bench, load, restaurants, readers);
      const limit = await measureBare(load, restaurants * readers);
      return [
        figure(
          { what: "resident memory per stream", unit: "KB", target: { most: 1.2 } },
          [{ ours: ours.perStream, limit: limit.perStream }],
          (kb) => kb,
        ),
        plainFigure(
          {
            what: `resident memory with ${(restaurants * readers).toLocaleString("en-GB")} streams`,
            unit: "MB",
            target: { most: 512 },
          },
          [ours.all / 1024],
        ),
      ];
    } finally {
      await load.end();
    }
  },
};

type Held = { readonly perStream: number; readonly all: number };

async function measureOurs(
  bench: Bench,
  load: Child,
  restaurants: number,
  readers: number,
): Promise<Held> {
  const houses = await furnish(bench, {
    restaurants,
    devices: Math.ceil(readers / 4),
    role: "kitchen",
  });
  // Idle means idle: no ping falls into the measurement.
  const server = await startOurs(bench, {
    env: { EVENT_PING_INTERVAL_MS: "600000", NODE_OPTIONS: COLLECTOR },
  });
  const pid = server.pid();
  try {
    if (pid === null) throw new Error("the server is gone");
    return await held(pid, restaurants * readers, () =>
      openOurs(load, "ours", server.port, houses, readers),
    );
  } finally {
    await load.call("close", { set: "ours" });
    await server.dispose();
  }
}

async function measureBare(load: Child, streams: number): Promise<Held> {
  const bare = startChild("fan-process.ts", [COLLECTOR]);
  try {
    const port = await bare.call<number>("serve", { kind: "limit" });
    const open = (): Promise<unknown> =>
      load.call("open", {
        set: "limit",
        port,
        streams: Array.from({ length: streams }, (_, index) => ({
          path: `/?room=room-${index % RESTAURANTS}`,
          headers: {},
        })),
      } satisfies OpenStreams);
    return await held(bare.pid, streams, open);
  } finally {
    await load.call("close", { set: "limit" });
    await bare.end();
  }
}

async function held(pid: number, streams: number, open: () => Promise<unknown>): Promise<Held> {
  const before = await residentKb(pid);
  await open();
  const all = await residentKb(pid);
  return { all, perStream: Math.max(0.01, (all - before) / streams) };
}
