import { expect, type Page } from "@playwright/test";

declare global {
  var heardTones: { pitch: number; at: number }[];
}

/**
 * Notes every tone that the page starts, beside letting it sound; and, as a tablet's browser does,
 * lets none sound before a person has touched the page (what a proof asks of a page counts as a
 * touch for this browser, so its own rule cannot be used).
 */
export async function listen(page: Page): Promise<void> {
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
export const played = (page: Page): Promise<number[]> =>
  page.evaluate(() => globalThis.heardTones.splice(0).map((tone) => tone.pitch));

export const expectPlayed = (page: Page, pitches: readonly number[]): Promise<void> =>
  expect.poll(async () => (await played(page)).join(" ")).toContain(pitches.join(" "));
