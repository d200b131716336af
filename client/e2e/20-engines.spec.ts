import { findEngines } from "../../server/launch/engines.mjs";
import { startChromium } from "./support/engines/chromium.ts";
import { until, type EnginePage } from "./support/engines/engine.ts";
import { startFirefox } from "./support/engines/firefox.ts";
import { startWebKit } from "./support/engines/webkit.ts";
import { openNetwork } from "./support/proxy.ts";
import { expect, test } from "./support/test.ts";

/**
 * What is drawn, stored and kept offline is each engine's own work. Those that are installed; `npm
 * test` says which are not.
 */
const { webkit, firefox } = findEngines();
const ENGINES: readonly (readonly [name: string, start: () => Promise<EnginePage>])[] = [
  ["Chromium", startChromium],
  ...(webkit === null ? [] : [["WebKit", () => startWebKit(webkit)] as const]),
  ...(firefox === null ? [] : [["Firefox", () => startFirefox(firefox)] as const]),
];

const LINK = `document.querySelector("[data-testid=link-badge]")?.dataset.link`;
const WORKER = `navigator.serviceWorker.getRegistration().then((it) => it?.active?.state)`;
const openTickets = `[...document.querySelectorAll("button[aria-label^='Bump ticket ']")].map((it) => it.getAttribute("aria-label"))`;

for (const [name, start] of ENGINES) {
  test(`in ${name} a kitchen is paired, hears an order, opens without a network, bumps, and catches up`, async ({
    server,
    restaurant,
  }) => {
    const network = await openNetwork(server.url);
    const page = await start();
    try {
      await test.step(`in ${page.version}`, async () => {
        await page.open(`${network.url}/pair#${await restaurant.code("kitchen")}`);
        await until(page, "location.pathname", "/kitchen", "pairing ends on the kitchen's screen");
        await until(page, LINK, "live", "the kitchen is live");
        const placed = await restaurant.order(["burger", "chips"]);
        const bump = `Bump ticket ${placed.number}`;
        await until(page, openTickets, [bump], "the order is a ticket");
        await expect
          .poll(
            async () => (await restaurant.guestSees(placed)).heard,
            "the guest is told that the kitchen has it",
          )
          .toBe(true);

        await until(page, WORKER, "activated", "the worker has the whole app");
        await network.cut();
        await page.reload();
        await until(page, openTickets, [bump], "the ticket is there without a network");
        await until(page, LINK, "offline", "and the screen says that it is offline");
        await until(
          page,
          `document.querySelector('button[aria-label="${bump}"]').closest("[data-settling]") === null`,
          true,
          "what came up just now stands still, and takes touches",
        );
        await page.click(`button[aria-label="${bump}"]`);
        await until(page, openTickets, [], "the ticket is bumped");
        await until(
          page,
          `document.querySelector("[data-testid=link-badge]").dataset.waiting > 0`,
          true,
          "and what was done waits",
        );

        await network.mend();
        await until(page, LINK, "live", "the kitchen is live again");
        await expect
          .poll(async () => (await restaurant.orders()).map((order) => order.status), {
            message: "the bump is in the log",
            timeout: 30_000,
          })
          .toEqual(["ready"]);
        expect(await restaurant.about(placed.orderId, "order_created"), "once").toHaveLength(1);
      });
    } catch (error) {
      await page.picture(test.info().outputPath("what-it-showed.png"));
      throw error;
    } finally {
      await page.end();
      await network.close();
    }
  });
}
