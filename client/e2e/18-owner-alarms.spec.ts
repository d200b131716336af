/** The owner's phone in a pocket: devices that come and go, and an alarm that rings. */
import type { Page } from "@playwright/test";
import type { PushPayload } from "#shared/api/push.ts";
import { ask } from "../../server/tools/replay/api.ts";
import {
  startPushService,
  type PushService,
} from "../../server/notifications/testing/push-service.ts";
import { expectNoViolations } from "./support/axe.ts";
import { expectKept, expectLink, pair } from "./support/tablet.ts";
import { expect, test as base } from "./support/test.ts";
import { isolated } from "../words/isolated.ts";
import { button, expectFit, PHONE, tab } from "./support/owner-page.ts";

/** A push service that this server sends to. */
const test = base.extend<{ service: PushService }>({
  service: async ({}, use) => {
    const service = await startPushService();
    await use(service);
    await service.close();
  },
});

test.describe("with a push service", () => {
  // The shell that the other proofs run in shows no notifications, whoever allows them.
  test.use({
    wholeBrowser: true,
    serverEnv: async ({ service }, use) => use({ PUSH_SERVICES: service.origin }),
  });

  test("devices come and go by the owner's hand, and an order that nobody hears rings the phone in its pocket", async ({
    restaurant,
    service,
    newTablet,
    switchOn,
  }) => {
    const tablet = await switchOn();
    await tablet.context.grantPermissions(["notifications"], { origin: tablet.network.url });
    const phone = service.phone();
    // No browser without a network has a push service: ours stands in for it, and everything behind
    // is real.
    await tablet.context.addInitScript((subscription) => {
      let on = false;
      const made = {
        ...subscription,
        options: { applicationServerKey: null },
        toJSON: () => subscription,
        unsubscribe: async () => !(on = false),
      };
      Object.assign(PushManager.prototype, {
        getSubscription: async () => (on ? made : null),
        subscribe: async () => ((on = true), made),
      });
    }, phone.subscription);
    const owner = await pair(tablet, restaurant, "owner");
    await owner.setViewportSize(PHONE.viewport);
    await expectKept(owner);
    await tab(owner, "Devices").click();

    await test.step("a device is paired by the code, is seen to live, and is sent away", async () => {
      await button(owner, "Pair a device").click();
      await owner.getByRole("radio", { name: "Floor" }).click();
      await owner.getByLabel(/^Name/).fill("Anna's phone");
      await button(owner, "Make a pairing code").click();
      const code = await owner.getByTestId("pairing-code").innerText();
      await expect(
        owner.getByRole("img", { name: `QR code that pairs a device with ${code.trim()}` }),
      ).toBeVisible();
      await expectFit(owner);
      const other = await newTablet(PHONE);
      const floor = await other.context.newPage();
      await floor.goto(`${other.network.url}/pair`);
      await floor.getByLabel("Pairing code").fill(code.toLowerCase());
      await button(floor, "Pair").tap();
      await floor.waitForURL("**/floor");
      await expectLink(floor, "live");
      await button(owner, "Done").click();
      const row = owner.getByRole("listitem").filter({ hasText: "Anna's phone" });
      await expect(row).toContainText("here now");
      await expect(row).toContainText("up to date");
      await button(owner, "Revoke Anna's phone").click();
      await expectNoViolations(owner);
      await owner.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
      await expect(row).toHaveCount(0);
      await expect(floor.getByRole("button", { name: "Pair again" })).toBeVisible();
    });

    await test.step("alarms are turned on, tried, and ring for an order that no screen has shown", async () => {
      await button(owner, "Turn alarms on").click();
      await button(owner, "Send a test").click();
      await expect(owner.getByText(/^Sent\. It rings in a moment/)).toBeVisible();
      expect(phone.told().map(({ kind }) => kind)).toEqual(["test"]);
      await expectNoViolations(owner);
      await expectFit(owner);
      await ask(restaurant.owner, "/api/restaurant", {
        method: "PATCH",
        body: { shownAlarmSeconds: 1, autoAccept: true },
      });
      const placed = await restaurant.order(["burger"], 4);
      await expect
        .poll(() => phone.told().at(-1))
        .toMatchObject({ kind: "order_unheard", number: placed.number, table: "5" });
      await tab(owner, "Board").click();
      await expect(
        owner.getByText(`No kitchen screen has shown ${placed.number} (${isolated("Table 5")})`, {
          exact: false,
        }),
      ).toBeVisible();
    });

    await test.step("the phone shows what it is told: alarms of one kind as one, and whatever cannot be read at least as something", async () => {
      const deliver = await pushTo(owner);
      const shown = (tag = "") =>
        owner.evaluate(
          async (tag) =>
            (
              await (
                await navigator.serviceWorker.ready
              ).getNotifications(tag === "" ? {} : { tag })
            ).map(({ title, body, tag, requireInteraction }) => ({
              title,
              body,
              tag,
              requireInteraction,
            })),
          tag,
        );
      const told = phone.told().at(-1)!;
      await deliver("no JSON of ours");
      expect((await shown()).map(({ title }) => title)).toEqual([
        "Heard has something to tell you",
      ]);
      await deliver(JSON.stringify(told));
      const alarm = { tag: "order_unheard", requireInteraction: true };
      expect(await shown("order_unheard")).toEqual([
        {
          ...alarm,
          title: "Order G1 has not been heard",
          body: "Table 5 · No kitchen screen has shown it.",
        },
      ]);
      await deliver(
        JSON.stringify({
          ...told,
          number: "G2",
          table: null,
          tag: "order_unheard/another",
        } as PushPayload),
        JSON.stringify(told),
      );
      expect(await shown("order_unheard")).toEqual([
        { ...alarm, title: "2 orders have not been heard", body: "G2, G1 (Table 5)" },
      ]);
    });

    await test.step("and turned off again", async () => {
      await tab(owner, "Devices").click();
      await button(owner, "Turn off").click();
      await expect(button(owner, "Turn alarms on")).toBeVisible();
      expect(await ask(restaurant.owner, "/api/push/test", { method: "POST" })).toEqual({
        outcome: "none",
      });
    });
  });
});

type CountingWorker = { readonly registration: ServiceWorkerRegistration; shown: number };

/**
 * Hands messages to the page's worker at once, as the browser's push service would, and waits until
 * it has shown as many. Chromium forgets a notification that somebody asks about while it is just
 * being shown, so nobody may look earlier.
 */
async function pushTo(page: Page): Promise<(...messages: string[]) => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration !== undefined) resolve(registration.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await registered;
  const worker = page.context().serviceWorkers()[0]!;
  await worker.evaluate(() => {
    const scope = self as unknown as CountingWorker;
    const show = scope.registration.showNotification.bind(scope.registration);
    scope.shown = 0;
    scope.registration.showNotification = async (title, options) => {
      await show(title, options);
      scope.shown++;
    };
  });
  const shown = () => worker.evaluate(() => (self as unknown as CountingWorker).shown);
  return async (...messages) => {
    const before = await shown();
    for (const data of messages)
      await session.send("ServiceWorker.deliverPushMessage", {
        origin: new URL(page.url()).origin,
        registrationId,
        data,
      });
    await expect.poll(shown).toBe(before + messages.length);
  };
}
