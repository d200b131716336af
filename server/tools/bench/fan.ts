/** Two fan processes, ours and bare, each with the same readers in a third. */
import { startChild, type Child } from "./child.ts";
import type { Fan, Fanned } from "./fan-process.ts";
import type { OpenStreams } from "./load-process.ts";
import type { Bench } from "./row.ts";
import type { Side } from "./rounds.ts";

export type FanPair = { fan(side: Side, fan: Fan): Promise<Fanned>; close(): Promise<void> };

const ROOMS = 50;

export async function openFans({ short, profileDir }: Bench): Promise<FanPair> {
  const perRoom = short ? 2 : 20;
  const sides = {
    ours: startChild(
      "fan-process.ts",
      profileDir === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`],
    ),
    limit: startChild("fan-process.ts"),
  };
  const load = startChild("load-process.ts");
  const close = async (): Promise<void> =>
    void (await Promise.all([load.end(), sides.ours.end(), sides.limit.end()]));
  try {
    await open(load, sides.ours, "ours", perRoom);
    await open(load, sides.limit, "limit", perRoom);
  } catch (error) {
    await close();
    throw error;
  }
  return { fan: (side, fan) => sides[side].call<Fanned>("fan", fan), close };
}

async function open(load: Child, child: Child, kind: Side, perRoom: number): Promise<void> {
  const port = await child.call<number>("serve", { kind });
  const streams = Array.from({ length: ROOMS * perRoom }, (_, index) => ({
    path: `/?room=room-${index % ROOMS}`,
    headers: {},
  }));
  await load.call("open", { set: kind, port, streams } satisfies OpenStreams);
}
