import { expect, type BrowserContext, type Page } from "@playwright/test";

type Hung = { on: boolean; asked: string[]; rounds: number };

/**
 * For pages that are opened from here on: their writes can be held open (`dieWriting`), as a slow
 * disk holds them.
 */
export async function makeWritesHang(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const hung: Hung = { on: false, asked: [], rounds: 0 };
    Object.assign(window, { heardHung: hung });
    const transaction = Reflect.get(
      IDBDatabase.prototype,
      "transaction",
    ) as IDBDatabase["transaction"];
    IDBDatabase.prototype.transaction = function hanging(tables, mode, options) {
      const opened = transaction.call(this, tables, mode, options);
      const table = opened.objectStoreNames[0];
      if (!hung.on || mode !== "readwrite" || table === undefined) return opened;
      hung.asked.push([...opened.objectStoreNames].join());
      // A transaction lives as long as somebody asks it something.
      const ask = (): void => {
        opened.objectStore(table).count().onsuccess = () => {
          hung.rounds++;
          ask();
        };
      };
      ask();
      return opened;
    };
  });
}

/**
 * Does things that are written in `kinds` different ways, lets none of them be finished, and kills
 * the browser in the middle of whatever is written at once.
 */
export async function dieWriting<T>(
  page: Page,
  kinds: number,
  act: () => Promise<T>,
  kill9: () => Promise<void>,
): Promise<T> {
  const hung = () => page.evaluate(() => (window as unknown as { heardHung: Hung }).heardHung);
  await page.evaluate(() => void ((window as unknown as { heardHung: Hung }).heardHung.on = true));
  const done = await act();
  await expect.poll(async () => new Set((await hung()).asked).size).toBeGreaterThanOrEqual(kinds);
  // All that the browser lets in at once are in by then.
  const { rounds } = await hung();
  await expect.poll(async () => (await hung()).rounds).toBeGreaterThan(rounds + 100);
  await kill9();
  return done;
}
