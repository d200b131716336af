import type { Page } from "@playwright/test";
import type { ServerProcess } from "../../server/testing/server-process.ts";
import { backUp, type Backup } from "./support/backup.ts";
import { takeAway } from "./support/floor.ts";
import { bump, expectOpen } from "./support/kitchen.ts";
import type { Placed, Restaurant } from "./support/restaurant.ts";
import { badge, expectAllSent, expectLink, pair, type Tablet } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test.use({ ownServer: true });

test("[P1] [P3] a backup older than the tablets: they heal by themselves and bring back what it forgot", async ({
  server,
  restaurant,
  newTablet,
}) => {
  const scene = await untilTheDiskDies(server, restaurant, [
    await newTablet(),
    await newTablet(),
    await newTablet(),
  ]);
  scene.backup.restore();
  await server.restart();
  await expectHealed(scene, restaurant, []);
});

test("a backup whose server has passed the tablets' cursors with other events: they heal all the same", async ({
  server,
  restaurant,
  newTablet,
}) => {
  const tablets = [await newTablet(), await newTablet(), await newTablet()] as const;
  const scene = await untilTheDiskDies(server, restaurant, tablets);
  for (const { network } of tablets) await network.cut();
  scene.backup.restore();
  await server.restart();
  const others = [];
  while ((await restaurant.log()).length <= scene.head)
    others.push(await restaurant.order(["squid"], others.length));
  for (const { network } of tablets) await network.mend();
  await expectHealed(scene, restaurant, others);
});

type Scene = {
  readonly backup: Backup;
  readonly kitchens: readonly [Page, Page];
  readonly floor: Page;
  /**
   * Bumped after the backup and known to the server; bumped while there was no server; left alone.
   */
  readonly known: Placed;
  readonly unsent: Placed;
  readonly left: Placed;
  /** The number of an order that the floor placed after the backup. */
  readonly taken: string;
  /** How far the log was before it was lost: where the tablets' cursors are. */
  readonly head: number;
};

/** A backup, work after it that the server confirmed, the server's end, and work after that. */
async function untilTheDiskDies(
  server: ServerProcess,
  restaurant: Restaurant,
  [one, two, three]: readonly Tablet[],
): Promise<Scene> {
  const kitchens = [
    await pair(one!, restaurant, "kitchen"),
    await pair(two!, restaurant, "kitchen"),
  ] as const;
  const floor = await pair(three!, restaurant, "floor");
  const known = await restaurant.order(["burger"], 0);
  const unsent = await restaurant.order(["chips"], 1);
  const left = await restaurant.order(["burger", "squid"], 2);
  for (const page of kitchens)
    await expectOpen(
      page,
      [known, unsent, left].map(({ number }) => number),
    );
  for (const page of [...kitchens, floor]) await expectAllSent(page);
  const backup = await backUp(server);

  for (const page of [...kitchens, floor]) await expectLink(page, "live");
  await bump(kitchens[0], known.number);
  const taken = await takeAway(floor, ["Chips"], "Grace");
  for (const page of kitchens) await expectOpen(page, [unsent.number, left.number, taken]);
  for (const page of [...kitchens, floor]) await expectAllSent(page);
  expect(await restaurant.about(known.orderId, "order_item_status_changed")).toHaveLength(1);
  const head = (await restaurant.log()).length;

  await server.stop();
  await bump(kitchens[1], unsent.number);
  await expect(badge(kitchens[1])).toContainText("waiting");
  return { backup, kitchens, floor, known, unsent, left, taken, head };
}

async function expectHealed(
  { backup, kitchens, floor, known, unsent, left, taken }: Scene,
  restaurant: Restaurant,
  others: readonly Placed[],
): Promise<void> {
  for (const page of [...kitchens, floor]) await expectAllSent(page);
  for (const page of kitchens)
    await expectOpen(page, [left.number, taken, ...others.map(({ number }) => number)]);
  await expect(floor.getByRole("region", { name: `Order ${taken}`, exact: true })).toContainText(
    "heard by",
  );
  for (const bumped of [known, unsent]) {
    const changes = await restaurant.about(bumped.orderId, "order_item_status_changed");
    expect(
      changes.map(({ data }) => data.to),
      `bump of ${bumped.number}`,
    ).toEqual(["ready"]);
  }
  const log = await restaurant.log();
  expect(
    log.filter((event) => event.type === "order_created" && event.data.number === taken),
  ).toHaveLength(1);
  expect(log.filter((event) => event.type === "order_created")).toHaveLength(4 + others.length);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  backup.remove();
}
