import { bump, expectOpen } from "./support/kitchen.ts";
import { expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test.use({ ownServer: true });

test("Postgres killed under load: the server stays, says 503 meanwhile, and nothing is lost", async ({ server, restaurant, newTablet }) => {
  const viewport = { width: 2560, height: 1600 };
  const kitchen = await pair(await newTablet({ viewport }), restaurant, "kitchen");
  const before = [await restaurant.order(["burger"], 0), await restaurant.order(["chips"], 1), await restaurant.order(["squid"], 2)];
  await expectOpen(kitchen, before.map(({ number }) => number));
  await expectAllSent(kitchen);
  const pid = server.pid();

  // Three guests who order one thing after another, from before the end until after it.
  let open = true;
  const guests = [3, 4, 5].map(async (table) => {
    const placed = [];
    for (let n = 0; open && n < 4; n += 1) placed.push(await restaurant.order(["burger"], table));
    return placed;
  });
  const answers = watchReady(server.url);
  await expect.poll(answers.seen).toContain(200);
  process.kill(server.postmasterPid()!, "SIGKILL");
  await bump(kitchen, before[0]!.number);
  await expect.poll(answers.seen).toContain(503);
  await bump(kitchen, before[1]!.number);
  await expect.poll(answers.last).toBe(200);
  await answers.stop();
  const during = (await Promise.all(guests)).flat();
  open = false;
  const after = await restaurant.order(["squid"], 6);

  await expectLink(kitchen, "live");
  await expectAllSent(kitchen);
  await expectOpen(kitchen, [before[2]!, ...during, after].map(({ number }) => number));
  for (const placed of [...before, ...during, after]) expect(await restaurant.about(placed.orderId, "order_created"), placed.number).toHaveLength(1);
  for (const bumped of before.slice(0, 2)) expect(await restaurant.about(bumped.orderId, "order_item_status_changed")).toHaveLength(1);
  expect(server.pid()).toBe(pid);
  expect([...new Set(answers.seen())].toSorted((a, b) => a - b)).toEqual([200, 503]);
});

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
