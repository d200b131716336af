import type { Page } from "@playwright/test";
import { badge, expectLink, pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

/**
 * What "Clear site data" leaves where cookies are kept, and what a browser throws away by itself
 * when space runs out.
 */
async function clearStorage(page: Page, url: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", {
    origin: new URL(url).origin,
    storageTypes: "local_storage,indexeddb,cache_storage,service_workers",
  });
  await session.detach();
}

test("storage that is cleared is said at once, and after a reload too; with nothing open the browser finds out who it is", async ({
  restaurant,
  newTablet,
}) => {
  const tablet = await newTablet();
  const { url } = tablet.network;
  const page = await pair(tablet, restaurant, "kitchen");
  await clearStorage(page, url);
  await expect(
    page.getByText("This browser has just deleted what Heard keeps on this device."),
  ).toBeVisible();
  await expect(badge(page)).toContainText("Storage cleared");
  await page.getByRole("button", { name: "Start anew" }).click();
  await expectLink(page, "live");
  const lost = page.getByText("This browser lost what the device had stored.", { exact: false });
  await expect(lost).toBeVisible();
  await page.getByRole("button", { name: "Put this message away" }).click();
  await page.reload();
  await expectLink(page, "live");
  await expect(lost).toHaveCount(0);

  await page.goto("about:blank");
  const other = await tablet.context.newPage();
  await other.goto(`${url}/icons/heard.svg`);
  await clearStorage(other, url);
  await other.goto(`${url}/`);
  await expect(other.getByText("This browser had lost what it kept for Heard.")).toBeVisible();
  await other.getByRole("link", { name: /^Kitchen/ }).click();
  await expectLink(other, "live");
  await expect(
    other.getByText("This browser lost what the device had stored.", { exact: false }),
  ).toBeVisible();
});
