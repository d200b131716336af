/**
 * Draws the app's icons as PNG files into client/public/icons, from the same paths as the mark in
 * wordmark.tsx. Run by hand when the drawing changes: `npm run icons` (HEARD_CHROMIUM names an
 * installed browser; else Playwright's own is used).
 */
import { writeFile } from "node:fs/promises";
import { chromium } from "playwright";

const INK = "#0e1211";
const PAPER = "#f7f3ea";
const HERB = "#5bd897";
const TICKET =
  "M14 6h36a6 6 0 0 1 6 6v36l-6 5-6-5-6 5-6-5-10.5 11L20 48l-6 5-6-5V12a6 6 0 0 1 6-6Z";
const TICK = "m20 27.5 9 9 16-17.5";

const folder = new URL("../public/icons/", import.meta.url);
const browser = await chromium.launch({
  ...(process.env["HEARD_CHROMIUM"] === undefined
    ? {}
    : { executablePath: process.env["HEARD_CHROMIUM"] }),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
await writeFile(new URL("heard.svg", folder), drawing(64, 0.76, 14) + "\n");
await picture("any-192.png", 192, 0.76, 42);
await picture("any-512.png", 512, 0.76, 112);
// Launchers cut a maskable icon down to the inner 80 %: the ground runs to the edge, the drawing
// stays inside.
await picture("maskable-192.png", 192, 0.58, 0);
await picture("maskable-512.png", 512, 0.58, 0);
await picture("apple-180.png", 180, 0.7, 0);
await browser.close();

function drawing(size: number, part: number, radius: number): string {
  const scale = (size * part) / 64;
  const left = (size - 48 * scale) / 2 - 8 * scale;
  const top = (size - 53 * scale) / 2 - 6 * scale;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" rx="${radius}" fill="${INK}"/><g transform="translate(${left} ${top}) scale(${scale})"><path d="${TICKET}" fill="${PAPER}"/><path d="${TICK}" fill="none" stroke="${HERB}" stroke-width="8" stroke-linecap="round" stroke-linejoin="round"/></g></svg>`;
}

async function picture(name: string, size: number, part: number, radius: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0}svg{display:block}</style>${drawing(size, part, radius)}`,
  );
  await writeFile(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}
