import type { Page } from "@playwright/test";
import { ask } from "../../server/replay/api.ts";
import { expectNoViolations } from "./support/axe.ts";
import { openTable, order } from "./support/floor.ts";
import { expectOpen, ticket } from "./support/kitchen.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

declare global {
  var heardTones: { pitch: number; at: number }[];
}

/**
 * Notes every tone that the page starts, beside letting it sound; and, as a tablet's browser does, lets none sound before a person has touched
 * the page (what a proof asks of a page counts as a touch for this browser, so its own rule cannot be used).
 */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    globalThis.heardTones = [];
    let touched = false;
    document.addEventListener("pointerdown", () => (touched = true), true);
    globalThis.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        if (!touched) void this.suspend();
      }
      override resume(): Promise<void> {
        return touched ? super.resume() : new Promise(() => undefined);
      }
      override createOscillator(): OscillatorNode {
        const tone = super.createOscillator();
        const start = tone.start.bind(tone);
        tone.start = (at = 0) => {
          globalThis.heardTones.push({ pitch: Math.round(tone.frequency.value), at });
          start(at);
        };
        return tone;
      }
    };
  });
  await page.reload();
}

/** The pitches that were played since the last time this was asked. */
const played = (page: Page): Promise<number[]> => page.evaluate(() => globalThis.heardTones.splice(0).map((tone) => tone.pitch));

const expectPlayed = (page: Page, pitches: readonly number[]): Promise<void> => expect.poll(async () => (await played(page)).join(" ")).toContain(pitches.join(" "));

test("sound asks for a touch until it is proven, and then each kind of news sounds like itself", async ({ restaurant, newTablet }) => {
  const kitchen = await pair(await newTablet({ viewport: { width: 1280, height: 800 } }), restaurant, "kitchen");
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
  await floor.getByRole("dialog").getByRole("button", { name: /^Table 2/ }).click();
  await expect(ticket(kitchen, placed.number)).toContainText("Moved to table 2");
  await expectPlayed(kitchen, [659, 880, 659]);
});

test("before service one touch says what this screen can do, and what to do about the rest", async ({ restaurant, newTablet }) => {
  const kitchen = await pair(await newTablet({ viewport: { width: 1280, height: 800 } }), restaurant, "kitchen");
  await kitchen.getByRole("button", { name: "Settings" }).click();
  const settings = kitchen.getByRole("dialog", { name: "This screen" });
  await settings.getByRole("button", { name: "Check this screen" }).click();
  await expect(settings.getByRole("listitem").filter({ hasText: "Sound: good" })).toBeVisible();
  await expect(settings.getByRole("listitem").filter({ hasText: "Connection: good" })).toBeVisible();
  await expect(settings.getByRole("listitem").filter({ hasText: "Clock: good" })).toBeVisible();
  await expect(settings.getByRole("listitem").filter({ hasText: /^Storage: / })).toBeVisible();
  await expectNoViolations(kitchen);

  await settings.getByRole("group", { name: "Sound" }).getByRole("radio", { name: "Off" }).check();
  await settings.getByRole("button", { name: "Check this screen" }).click();
  await expect(settings.getByRole("listitem").filter({ hasText: "Sound: to do" })).toContainText("Choose a volume");
});

test.describe("an order that no screen has shown", () => {
  test("sounds on floor and owner within two seconds of the limit, and stops when a kitchen shows it", async ({ restaurant, newTablet }) => {
    await ask(restaurant.owner, "/api/restaurant", { method: "PATCH", body: { shownAlarmSeconds: 3 } });
    const [floor, owner] = [await pair(await newTablet(), restaurant, "floor"), await pair(await newTablet({ viewport: { width: 390, height: 844 } }), restaurant, "owner")];
    for (const page of [floor, owner]) {
      await listen(page);
      await page.getByRole("button", { name: "Tap to turn the sound on" }).click();
      await expect(page.getByRole("button", { name: "Sound on", exact: true })).toBeVisible();
      await played(page);
    }
    const placed = await restaurant.order();
    for (const page of [floor, owner]) {
      await expect(page.getByRole("alert").filter({ hasText: `No kitchen screen has shown ${placed.number}.` })).toHaveCount(1);
      await expectPlayed(page, [880, 620]);
    }
    const kitchen = await pair(await newTablet(), restaurant, "kitchen");
    await expectOpen(kitchen, [placed.number]);
    for (const page of [floor, owner]) await expect(page.getByRole("alert").filter({ hasText: placed.number })).toHaveCount(0);
  });
});
