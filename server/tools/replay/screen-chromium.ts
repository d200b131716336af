import { chromium, type Page } from "playwright";
import { pairingCode, type ReplayHouse } from "./house.ts";
import type { Screen } from "./screen.ts";
import type { Tally } from "./tally.ts";

/**
 * More open tickets than this, and the cook finishes the oldest: a rail that nobody works on is no
 * kitchen.
 */
const OPEN_AT_MOST = 12;
const COOK_EVERY_MS = 500;

/**
 * A real kitchen screen in Chromium, the size of a tablet, with a cook who bumps what has been
 * there longest.
 */
export async function openChromiumScreen(
  path: string,
  house: ReplayHouse,
  tally: Pick<Tally, "drawnTwice">,
  failed: (error: unknown) => void,
): Promise<Screen> {
  const browser = await chromium.launch({ executablePath: path, args: launchArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("crash", () => failed(new Error("the kitchen screen's page crashed")));
    page.on("pageerror", (error) => failed(error));
    await page.exposeFunction("heardDrawnTwice", (orderId: string) => tally.drawnTwice(orderId));
    await page.addInitScript({ content: WATCH_CARDS });
    await page.goto(
      `${house.owner.url}/pair#${await pairingCode(house, "kitchen", "Replay screen")}`,
    );
    await page.waitForURL(/\/kitchen$/);
    await page.getByTestId("link-badge").and(page.locator("[data-link=live]")).waitFor();
    const cook = startCook(page, failed);
    return {
      kind: "chromium",
      async close() {
        await cook.stop();
        await browser.close();
      },
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** Runs in the page: tells of every order that has two cards at one moment. */
const WATCH_CARDS = `
new MutationObserver(() => {
  const seen = new Set();
  for (const { dataset } of document.querySelectorAll("[data-card]")) {
    if (seen.has(dataset.card)) window.heardDrawnTwice(dataset.card);
    seen.add(dataset.card);
  }
}).observe(document, { childList: true, subtree: true });
`;

function startCook(page: Page, failed: (error: unknown) => void): { stop(): Promise<void> } {
  let working: Promise<void> | null = null;
  const timer = setInterval(() => {
    working ??= bumpOldest(page)
      .catch(failed)
      .finally(() => (working = null));
  }, COOK_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      await working;
    },
  };
}

async function bumpOldest(page: Page): Promise<void> {
  const bumps = page.getByRole("button", { name: /^Bump ticket / });
  if ((await bumps.count()) > OPEN_AT_MOST) await bumps.first().click();
}

/** Chromium's sandbox refuses root, and this browser has nobody to phone. */
function launchArguments(): string[] {
  const quiet = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
}
