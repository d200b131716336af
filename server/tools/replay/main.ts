/**
 * `npm run replay`: a past day of a restaurant, placed again over the public API and read back from
 * a kitchen screen.
 */
import { createReadStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { unreachable } from "#shared/kernel/assert.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { readCsv } from "./csv.ts";
import { createProtocolDevice } from "./device.ts";
import { makeReplayHouse, openReplayHouse, pairReplayDevice, type ReplayHouse } from "./house.ts";
import { readLog } from "./log-reader.ts";
import { menuOf, type ReplayMenu } from "./menu.ts";
import { say } from "../../process/say.ts";
import { runTool } from "../run-tool.ts";
import { readOptions, USAGE, type Options } from "./options.ts";
import { busiestDay, ordersOfDay, type PastOrder } from "./orders.ts";
import { startOwnServer } from "./own-server.ts";
import { placeAll } from "./placing.ts";
import { rowOf, type Row } from "./rows.ts";
import { openScreen } from "./open-screen.ts";
import { createTally, figureLine } from "./tally.ts";

const FLOOR_DEVICES = 3;
/**
 * How long after the last order a screen may still show one; the product's promise is far shorter.
 */
const LAST_SHOWN_MS = 30 * SECOND;
/** How long the log is still watched once all is shown: a second copy comes late if it comes. */
const STILL_MS = 2 * SECOND;

await runTool({
  usage: USAGE,
  options: readOptions(process.argv.slice(2), process.env),
  main: replay,
  breaksWith: "sentence",
});

async function replay(given: Options): Promise<number> {
  const rows = await readRows(given.file);
  const day = given.day ?? busiestDay(rows);
  const orders = day === null ? [] : ordersOfDay(rows, day);
  if (orders.length === 0)
    throw new Error(`${given.file} has no orders${day === null ? "" : ` on ${day}`}.`);
  const menu = menuOf(rows);
  const minutes = ((orders.at(-1)?.minute ?? 0) - (orders[0]?.minute ?? 0)) / given.speed;
  say(
    `${day}: ${orders.length} orders from a menu of ${menu.menu.items.length} dishes, in ${minutes.toFixed(1)} minutes at ${given.speed} times the speed`,
  );

  const { to } = given;
  switch (to.kind) {
    case "new-restaurant":
      return run(given, await makeReplayHouse(to.url, to.setupToken, menu.menu), menu, orders);
    case "restaurant":
      return run(
        given,
        await openReplayHouse({ url: to.url, token: to.ownerToken }, menu.menu),
        menu,
        orders,
      );
    case "own-server": {
      const server = await startOwnServer(given.screen === null || given.screen === "chromium");
      try {
        return await run(
          given,
          await makeReplayHouse(server.url, server.setupToken, menu.menu),
          menu,
          orders,
        );
      } finally {
        await server.dispose();
      }
    }
    default:
      return unreachable(to);
  }
}

async function run(
  given: Options,
  house: ReplayHouse,
  { idOf }: ReplayMenu,
  orders: readonly PastOrder[],
): Promise<number> {
  const tally = createTally();
  // What breaks beside the placing fails the replay, whatever the figures say.
  const faults: unknown[] = [];
  const failed = (error: unknown): void => {
    faults.push(error);
    say(`fault: ${error instanceof Error ? error.message : String(error)}`);
  };
  const checker = readLog(
    house.owner,
    house.head,
    (event) => tally.take(event, performance.now()),
    failed,
  );
  const screen = await openScreen(given.screen, { house, tally, failed });
  try {
    const floor = await Promise.all(
      Array.from({ length: FLOOR_DEVICES }, async (_, n) =>
        createProtocolDevice(await pairReplayDevice(house, "floor", `Replay floor ${n + 1}`)),
      ),
    );
    let saidAt = performance.now();
    const progress = (placed: number): void => {
      if (performance.now() - saidAt < MINUTE / 2) return;
      saidAt = performance.now();
      say(`  ${placed} of ${orders.length} placed, ${tally.waiting().length} not shown yet`);
    };
    await placeAll(orders, { house, floor, idOf, speed: given.speed, tally, progress });
    const until = performance.now() + LAST_SHOWN_MS;
    while (!tally.isComplete() && performance.now() < until) await sleep(50);
    await sleep(STILL_MS);
  } finally {
    await screen.close();
    await checker.stop();
  }
  const figures = tally.figures();
  say(figureLine(figures, screen.kind));
  return figures.lost + figures.duplicated + faults.length > 0 ? 1 : 0;
}

async function readRows(file: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const record of readCsv(createReadStream(file, "utf8"))) rows.push(rowOf(record));
  return rows;
}
