/** A restaurant with as many open orders as a row wants, and a tablet that is its kitchen. */
import { randomUUIDv7 } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { MAX_MUTATIONS, PROTOCOL } from "#shared/sync/messages/protocol.ts";
import type { PushAnswer } from "#shared/sync/messages/push.ts";
import { ensureClient } from "../../launch/client-build.mjs";
import { ask } from "../replay/api.ts";
import { makeReplayHouse, pairingCode, type ReplayHouse } from "../replay/house.ts";
import type { ServerProcess } from "../../testing/server-process.ts";
import { DISHES, MENU, startOurs } from "./rig.ts";
import type { Bench } from "./row.ts";
import { switchOn, type Tab, type Tablet } from "./tablet.ts";

export type Kitchen = {
  readonly server: ServerProcess;
  readonly house: ReplayHouse;
  readonly tablet: Tablet;
  close(): Promise<void>;
};

/**
 * Everything that a row with a browser stands on. The tablet is paired, has the app and every
 * order, and no tab open.
 */
export async function openKitchen(bench: Bench, orders: number): Promise<Kitchen> {
  // Before the server: it reads what is built when it starts.
  await ensureClient();
  // Nobody is to be told that no screen shows ten thousand orders.
  const server = await startOurs(bench, { env: { SHOWN_ALARM_SECONDS: "3600" } });
  let tablet: Tablet | null = null;
  const close = async (): Promise<void> => {
    await tablet?.close();
    await server.dispose();
  };
  try {
    const house = await makeReplayHouse(server.url, server.setupToken, MENU);
    await order(house, orders);
    tablet = await switchOn(server.url, bench);
    const tab = await tablet.open(`/pair#${await pairingCode(house, "kitchen", "Bench")}`);
    await tab.page.waitForURL("**/kitchen");
    await holds(tab, "heardBench.isSettled()");
    await holds(tab, "heardBench.isKept()");
    await tab.close();
    return { server, house, tablet, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * A tab on the kitchen's screen that is drawn, live, has nothing more to say, and takes touches.
 */
export async function openScreen({ tablet }: Pick<Kitchen, "tablet">): Promise<Tab> {
  const tab = await tablet.open("/kitchen");
  await tab.ask("heardBench.drawn()");
  await holds(tab, "heardBench.isSettled() && document.querySelector('[data-settling]') === null");
  return tab;
}

/** Waits until an expression is true in a page. */
export async function holds(tab: Tab, expression: string): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(50))
    if ((await tab.ask(expression)) === true) return;
  throw new Error(`${expression} does not come true within ${PATIENCE_MS / 1000} s`);
}

const PATIENCE_MS = 90_000;

/** Takeaways of two lines, one for each station. */
async function order({ owner }: ReplayHouse, count: number): Promise<void> {
  const clientId = randomUUIDv7();
  for (let placed = 0; placed < count; placed += MAX_MUTATIONS) {
    const mutations = Array.from(
      { length: Math.min(MAX_MUTATIONS, count - placed) },
      (_, index) => ({
        id: placed + index + 1,
        name: "order.place",
        occurredAt: new Date().toISOString(),
        args: {
          orderId: randomUUIDv7(),
          channel: "takeaway",
          guestName: `Guest ${placed + index + 1}`,
          lines: [line(placed + index, 0), line(placed + index, 1)],
        },
      }),
    );
    const { results } = await ask<PushAnswer>(owner, "/api/sync/push", {
      method: "POST",
      body: { protocol: PROTOCOL, clientId, mutations },
    });
    const refused = results.find(({ status }) => status !== "applied");
    if (refused !== undefined)
      throw new Error(`an order was not taken: ${JSON.stringify(refused)}`);
  }
}

const line = (order: number, station: number) => ({
  lineId: randomUUIDv7(),
  menuItemId: `dish-${((order * 2) % DISHES) + station}`,
  quantity: 1 + (order % 3),
});
