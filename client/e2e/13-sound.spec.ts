import { ask } from "../../server/tools/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openTable, order } from "./support/floor.ts";
import { expectOpen, ticket } from "./support/kitchen.ts";
import { expectPlayed, listen, played } from "./support/sound.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

test("sound asks for a touch until it is proven, and then each kind of news sounds like itself", async ({
  restaurant,
  newTablet,
}) => {
  const kitchen = await pair(
    await newTablet({ viewport: { width: 1280, height: 800 } }),
    restaurant,
    "kitchen",
  );
  await listen(kitchen);
  const floor = await pair(await newTablet(), restaurant, "floor");

  const asks = kitchen.getByRole("button", { name: "Tap to turn the sound on" });
  await expect(asks).toBeVisible();
  await asks.click();
  await expect(kitchen.getByRole("button", { name: "Sound on", exact: true })).toBeVisible();

  await played(kitchen);
  const placed = await restaurant.order(["burger", "chips"], 0);
  await expectOpen(kitchen, [placed.number]);
  await expectPlayed(kitchen, [784, 1175]);

  await openTable(floor, "1");
  await order(floor, placed.number).getByRole("button", { name: "Void Chips" }).click();
  await floor.getByRole("dialog").getByRole("button", { name: "Void it", exact: true }).click();
  await expect(ticket(kitchen, placed.number)).toContainText("Voided");
  await expectPlayed(kitchen, [587, 392, 587, 392]);

  await order(floor, placed.number).getByRole("button", { name: "Move table" }).click();
  await floor
    .getByRole("dialog")
    .getByRole("button", { name: /^Table 2/ })
    .click();
  await expect(ticket(kitchen, placed.number)).toContainText("Moved to table 2");
  await expectPlayed(kitchen, [659, 880, 659]);
});

test("before service one touch says what this screen can do, and what to do about the rest", async ({
  restaurant,
  newTablet,
}) => {
  const kitchen = await pair(
    await newTablet({ viewport: { width: 1280, height: 800 } }),
    restaurant,
    "kitchen",
  );
  await kitchen.getByRole("button", { name: "Settings" }).click();
  const settings = kitchen.getByRole("dialog", { name: "This screen" });
  await settings.getByRole("button", { name: "Check this screen" }).click();
  await expect(settings.getByRole("listitem").filter({ hasText: "Sound: good" })).toBeVisible();
  await expect(
    settings.getByRole("listitem").filter({ hasText: "Connection: good" }),
  ).toBeVisible();
  await expect(settings.getByRole("listitem").filter({ hasText: "Clock: good" })).toBeVisible();
  await expect(settings.getByRole("listitem").filter({ hasText: /^Storage: / })).toBeVisible();
  await expectNoViolations(kitchen);

  await settings.getByRole("group", { name: "Sound" }).getByRole("radio", { name: "Off" }).check();
  await settings.getByRole("button", { name: "Check this screen" }).click();
  await expect(settings.getByRole("listitem").filter({ hasText: "Sound: to do" })).toContainText(
    "Choose a volume",
  );
});

test.describe("an order that no screen has shown", () => {
  test("[L4] sounds on floor and owner within two seconds of the limit, and stops when a kitchen shows it", async ({
    restaurant,
    newTablet,
  }) => {
    await ask(restaurant.owner, "/api/restaurant", {
      method: "PATCH",
      body: { shownAlarmSeconds: 3 },
    });
    const [floor, owner] = [
      await pair(await newTablet(), restaurant, "floor"),
      await pair(await newTablet({ viewport: { width: 390, height: 844 } }), restaurant, "owner"),
    ];
    for (const page of [floor, owner]) {
      await listen(page);
      await page.getByRole("button", { name: "Tap to turn the sound on" }).click();
      await expect(page.getByRole("button", { name: "Sound on", exact: true })).toBeVisible();
      await played(page);
    }
    const placed = await restaurant.order();
    for (const page of [floor, owner]) {
      await expect(
        page
          .getByRole("alert")
          .filter({ hasText: `No kitchen screen has shown ${placed.number}.` }),
      ).toHaveCount(1);
      await expectPlayed(page, [880, 620]);
    }
    const kitchen = await pair(await newTablet(), restaurant, "kitchen");
    await expectOpen(kitchen, [placed.number]);
    for (const page of [floor, owner])
      await expect(page.getByRole("alert").filter({ hasText: placed.number })).toHaveCount(0);
  });
});
