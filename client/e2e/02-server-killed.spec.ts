import { bump, expectOpen } from "./support/kitchen.ts";
import { badge, expectAllSent, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test.use({ ownServer: true });

test("[P1] [P2] a server killed while two tablets work comes back with everything, once, the same on both", async ({
  server,
  restaurant,
  newTablet,
}) => {
  // Large enough for every ticket at once.
  const viewport = { width: 2560, height: 1600 };
  const grill = await pair(await newTablet({ viewport }), restaurant, "kitchen");
  const fry = await pair(await newTablet({ viewport }), restaurant, "kitchen");
  const before = [];
  for (let n = 0; n < 6; n += 1) before.push(await restaurant.order(["burger", "chips"], n));
  const [a, b, c, d] = before;
  await expectOpen(
    grill,
    before.map((order) => order.number),
  );
  await expectOpen(
    fry,
    before.map((order) => order.number),
  );

  // Guests go on ordering and cooks go on bumping; the server dies somewhere among it and nobody
  // stops for that.
  const guests = Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      restaurant.order(n % 2 === 0 ? ["squid"] : ["burger", "squid"], n),
    ),
  );
  await Promise.all([bump(grill, a!.number), bump(fry, b!.number), server.kill9()]);
  await bump(grill, c!.number);
  await bump(fry, d!.number);
  await expect(badge(grill)).toContainText("waiting");
  await expect(badge(fry)).toContainText("waiting");
  await server.restart();
  const during = await guests;
  const after = await restaurant.order(["chips"]);

  await expectLink(grill, "live");
  await expectLink(fry, "live");
  await expectAllSent(grill);
  await expectAllSent(fry);
  const open = [...before.slice(4), ...during, after].map((order) => order.number);
  await expectOpen(grill, open);
  await expectOpen(fry, open);

  for (const placed of [...before, ...during, after])
    expect(await restaurant.about(placed.orderId, "order_created"), placed.number).toHaveLength(1);
  for (const bumped of [a!, b!, c!, d!]) {
    const changes = await restaurant.about(bumped.orderId, "order_item_status_changed");
    expect(
      changes.map(({ data }) => data.to),
      bumped.number,
    ).toEqual(["ready", "ready"]);
    expect(new Set(changes.map(({ data }) => data.lineId)).size).toBe(2);
  }
  const log = await restaurant.log();
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  await grill.reload();
  await expectOpen(grill, open);
});
