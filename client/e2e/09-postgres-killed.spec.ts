import { randomUUID } from "node:crypto";
import { bump, expectOpen } from "./support/kitchen.ts";
import type { Placed, Restaurant } from "./support/restaurant.ts";
import { expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test.use({ ownServer: true });

/** Between one order of a guest and the next. */
const PAUSE_MS = 400;

test("[P1] Postgres killed under load: the server stays, says 503 meanwhile, and nothing is lost", async ({
  server,
  restaurant,
  newTablet,
}) => {
  const viewport = { width: 2560, height: 1600 };
  const kitchen = await pair(await newTablet({ viewport }), restaurant, "kitchen");
  const before = [
    await restaurant.order(["burger"], 0),
    await restaurant.order(["chips"], 1),
    await restaurant.order(["squid"], 2),
  ];
  await expectOpen(
    kitchen,
    before.map(({ number }) => number),
  );
  await expectAllSent(kitchen);
  const pid = server.pid();
  const answers = watchReady(server.url);
  await expect.poll(answers.seen).toContain(200);

  // Three guests who order one thing after another, from before the end until after it; each asks
  // again until it has a yes.
  const load = { open: true, placed: 0 };
  const guests = [3, 4, 5].map(async (table) => {
    const placed: Placed[] = [];
    while (load.open) {
      placed.push(await restaurant.order(["burger"], table));
      load.placed += 1;
      await pause(PAUSE_MS);
    }
    return placed;
  });
  await expect.poll(() => load.placed).toBeGreaterThanOrEqual(3);
  process.kill(server.postmasterPid()!, "SIGKILL");
  const late = orderOnceDown(server.url, restaurant, () => answers.seen().includes(503));
  await bump(kitchen, before[0]!.number);
  await expect.poll(answers.seen).toContain(503);
  await bump(kitchen, before[1]!.number);
  await expect.poll(answers.last).toBe(200);
  const { placed: begunDown, statuses } = await late;
  const after = load.placed;
  await expect.poll(() => load.placed).toBeGreaterThan(after);
  load.open = false;
  const during = [...(await Promise.all(guests)).flat(), begunDown];
  await answers.stop();
  const last = await restaurant.order(["squid"], 6);

  // It began while the answer was no, and the yes came to the very same order.
  expect([statuses[0], statuses.at(-1)]).toEqual([503, 201]);
  expect(new Set(statuses)).toEqual(new Set([503, 201]));
  await expectLink(kitchen, "live");
  await expectAllSent(kitchen);
  await expectOpen(
    kitchen,
    [before[2]!, ...during, last].map(({ number }) => number),
  );
  for (const placed of [...before, ...during, last])
    expect(await restaurant.about(placed.orderId, "order_created"), placed.number).toHaveLength(1);
  for (const bumped of before.slice(0, 2))
    expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(1);
  expect(server.pid()).toBe(pid);
  expect([...new Set(answers.seen())].toSorted((a, b) => a - b)).toEqual([200, 503]);
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

/**
 * A guest who orders as soon as the server says that it cannot: asks under the same ids until there
 * is a yes, and tells every answer.
 */
async function orderOnceDown(
  url: string,
  { tables }: Restaurant,
  isDown: () => boolean,
): Promise<{ readonly placed: Placed; readonly statuses: readonly number[] }> {
  const { tableToken } = tables[7]!;
  const orderId = randomUUID();
  const body = JSON.stringify({
    tableToken,
    orderId,
    lines: [{ lineId: randomUUID(), menuItemId: "chips", quantity: 1 }],
  });
  while (!isDown()) await pause(1);
  const statuses: number[] = [];
  for (;;) {
    const response = await fetch(`${url}/api/qr/orders/create`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
    });
    statuses.push(response.status);
    const answer = (await response.json()) as { number: string };
    if (response.status !== 503)
      return { placed: { orderId, tableToken, number: answer.number }, statuses };
    await pause(20);
  }
}

/** Asks again and again whether the server is ready. */
function watchReady(url: string) {
  const seen: number[] = [];
  let watching = true;
  const done = (async () => {
    while (watching) seen.push((await fetch(`${url}/api/health/ready`)).status);
  })();
  return {
    seen: () => seen,
    last: () => seen.at(-1),
    async stop() {
      watching = false;
      await done;
    },
  };
}
