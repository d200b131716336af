import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowser } from "../../../../server/testing/killable-browser.ts";
import type { EnginePage } from "./engine.ts";

/** The Chromium of all other proofs, in a profile of its own. */
export async function startChromium(): Promise<EnginePage> {
  const profile = mkdtempSync(join(tmpdir(), "heard-chromium-"));
  const browser = await startBrowser(profile, process.env["HEARD_SHELL"]);
  const { context } = browser;
  const page = await context.newPage();
  await page.setViewportSize({ width: 1280, height: 900 });
  return {
    version: `Chromium ${context.browser()?.version() ?? ""}`,
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    look: <T>(expression: string) => page.evaluate<T>(expression),
    click: (element) => page.click(element),
    picture: async (path) => void (await page.screenshot({ path })),
    async end() {
      await browser.kill9();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}
