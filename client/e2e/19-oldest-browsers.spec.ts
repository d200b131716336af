import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";
import { OLDEST_BROWSERS } from "../oldest-browsers.ts";
import { takeAway } from "./support/floor.ts";
import { bump, expectOpen } from "./support/kitchen.ts";
import {
  ownNames,
  takeOut,
  youngerInScript,
  youngerInSheet,
  youngerNames,
} from "./support/oldest.ts";
import { pair } from "./support/tablet.ts";
import { expect, test } from "./support/test.ts";

const BUILT = join(import.meta.dirname, "../../dist/client");
const read = (name: string): string => readFileSync(join(BUILT, name), "utf8");
const files = (ending: string): string[] =>
  readdirSync(BUILT, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .sort();

/**
 * Younger names in the built scripts that a browser may lack. Where one is used, it is asked for
 * first.
 */
const DONE_WITHOUT: Readonly<Record<string, string>> = {
  // client/pwa: push and its notifications are offered where the browser has them.
  getNotifications: "the worker's answer to a push",
  showNotification: "the worker's answer to a push",
  getSubscription: "pushAbility asks",
  pushManager: "pushAbility asks",
  createPolicy: "permitScripts asks",
  trustedTypes: "permitScripts asks",
  wakeLock: "wake-lock.ts asks",
  released: "of a wake lock that was given",
  estimate: "askToKeep asks",
  supportedValuesOf: "knownZones asks",
  // React asks for view transitions and navigations before it uses them.
  ViewTransition: "React asks",
  canIntercept: "React asks",
  currentEntry: "React asks",
  navigate: "React asks",
  popover: "an attribute's name in React",
  skipTransition: "React asks",
  startViewTransition: "React asks",
  transferSize: "React takes what is not there for nothing",
  transition: "React asks",
  share: "a field of React's own",
  // Dexie and the QR decoder ask; what they draw upon is a canvas where there is no other.
  databases: "Dexie asks",
  scheduler: "the QR decoder asks; a field of Dexie's own",
  yield: "the QR decoder asks",
  OffscreenCanvas: "the QR decoder asks",
  displayHeight: "of a frame that was given",
  displayWidth: "of a frame that was given",
  fontFamily: "of a style, which always had it",
  toBase64: "the QR library asks, of a picture that we do not draw",
};

/** The same of the sheet: what is only nicer with it, or has its fallback beside it. */
const NICER_WITH: Readonly<Record<string, string>> = {
  ":has":
    "a ring around what has the focus, with :focus-within under @supports where there is none",
  "container-type": "for cqi, which is asked for",
  "container-type: inline-size": "for cqi, which is asked for",
  "@media forced-colors": "a setting of systems whose browsers have it",
  "box-decoration-break": "the marker's ends at a line break",
  "box-decoration-break: clone": "the marker's ends at a line break",
  "contain-intrinsic-size": "drawing less of a long menu",
  "content-visibility": "drawing less of a long menu",
  "content-visibility: auto": "drawing less of a long menu",
  "print-color-adjust": "has its prefixed twin beside it",
  "print-color-adjust: exact": "has its prefixed twin beside it",
  outline: "is round at corners where it follows them",
  "outline: none": "the same",
  "outline: solid": "the same",
  "overscroll-behavior": "a page that does not bounce",
  "overscroll-behavior-y": "the same",
  "overscroll-behavior-y: contain": "the same",
  "overscroll-behavior: contain": "the same",
  "overscroll-behavior: none": "the same",
  "scrollbar-width": "a bar more",
  "scrollbar-width: none": "a bar more",
  "text-wrap": "how lines break",
  "text-wrap: balance": "how lines break",
  "text-wrap: pretty": "how lines break",
};

test("every built script, the worker's too, is one that the oldest browsers can read, and asks for nothing that they lack", () => {
  const scripts = files(".js");
  expect(scripts).toEqual(
    expect.arrayContaining([
      "sw.js",
      "too-old.js",
      expect.stringMatching(/^assets\/index-/),
      expect.stringMatching(/^assets\/kitchen-screen-/),
    ]),
  );
  const own = ownNames(scripts.map(read));
  const found = scripts.flatMap((name) =>
    youngerInScript(read(name), own).map((what) => [what, name] as const),
  );
  expect(found.filter(([what]) => !(what in DONE_WITHOUT))).toEqual([]);
  expect(
    Object.keys(DONE_WITHOUT).filter(
      (what) => !own.has(what) && !found.some(([one]) => one === what),
    ),
    "what is not there any more is struck off the list",
  ).toEqual([]);
});

test("every rule of the sheet is one that the oldest browsers draw, or is only nicer with it", () => {
  const found = files(".css").flatMap((name) => youngerInSheet(read(name)));
  expect(found.filter((what) => !(what in NICER_WITH))).toEqual([]);
  expect(
    Object.keys(NICER_WITH).filter((what) => !found.includes(what)),
    "what is not there any more is struck off the list",
  ).toEqual([]);
});

test("what is too young is found", () => {
  const young =
    "[3, 1].toSorted(); list.toSpliced(0, 1); AbortSignal.timeout(5); AbortSignal.any([]); URL.parse(x); /(?<!a)b/.test(x); class A { static { f(); } } Promise.withResolvers();";
  expect(youngerInScript(young, new Set())).toEqual(
    [
      "any",
      "parse",
      "regexp.lookbehind",
      "syntax.static-block",
      "timeout",
      "toSorted",
      "toSpliced",
      "withResolvers",
    ].sort(),
  );
  expect(() => youngerInScript("/[\\p{L}--[a-z]]/v.test(x)", new Set())).toThrow(SyntaxError);
  const sheet =
    ".a { height: 100dvh; color: oklch(0.7 0.1 200); background: color-mix(in srgb, red, blue); width: 5cqi; & b { inset: 0 } } @media (width > 40rem) { a { translate: 0 1px } } @supports (height: 1dvh) { a { height: 1dvh } }";
  expect(youngerInSheet(sheet)).toEqual([
    "@media range",
    "color-mix()",
    "cqi unit",
    "dvh unit",
    "nesting",
    "oklch()",
    "translate",
  ]);
});

test("a restaurant works on tablets from which everything younger is taken", async ({
  restaurant,
  newTablet,
}) => {
  const old = async () => {
    const tablet = await newTablet();
    // But for what Playwright itself looks at a page with; ours has no such name, see above.
    await tablet.context.addInitScript(
      takeOut,
      youngerNames().filter((name) => name !== "Element.checkVisibility"),
    );
    return tablet;
  };
  const kitchen = await pair(await old(), restaurant, "kitchen");
  expect(
    await kitchen.evaluate(() => [
      "toSorted" in Array.prototype,
      "timeout" in AbortSignal,
      "parse" in URL,
      "map" in Object.getPrototypeOf(Object.getPrototypeOf([].values())),
      "supportedValuesOf" in Intl,
    ]),
  ).toEqual([false, false, false, false, false]);
  const floor = await pair(await old(), restaurant, "floor");
  const pass = await pair(await old(), restaurant, "expo");
  const board = await pair(await old(), restaurant, "display");
  const phone = await old();
  const guest = await phone.context.newPage();
  await guest.goto(`${phone.network.url}/t#${restaurant.tables[0]!.tableToken}`);
  await guest.getByRole("button", { name: /^Squid, / }).click();
  await guest.getByRole("button", { name: /^Basket, / }).click();
  await guest.getByRole("button", { name: /^Order · / }).click();
  await expect(
    guest.getByRole("region", { name: "How far your order is" }).locator("[aria-current=step]"),
  ).toHaveText("The kitchen has it");
  const number = await takeAway(floor, ["Burger"], "Ada");
  await expectOpen(kitchen, ["G1", number]);
  await bump(kitchen, "G1");
  await expect(board.getByText("G1", { exact: true })).toBeVisible();
  await expect(pass.getByRole("region", { name: `Order ${number}`, exact: true })).toBeVisible();
  await expect(
    guest.getByRole("region", { name: "How far your order is" }).locator("[aria-current=step]"),
  ).toHaveText("Ready");
  const owner = await pair(await old(), restaurant, "owner");
  const tabs = owner.getByRole("tab");
  await expect(tabs.nth(3)).toBeVisible();
  for (let index = 0; index < (await tabs.count()); index++) {
    await tabs.nth(index).click();
    await expect(tabs.nth(index)).toHaveAttribute("aria-selected", "true");
    await expect(owner.getByRole("tabpanel")).not.toBeEmpty();
  }
});

test("what is older is told so in both languages, and whoever reads the README too", async ({
  server,
  browser,
}) => {
  expect(() => parse(read("too-old.js"), { ecmaVersion: 5 })).not.toThrow();
  const { chrome, safari, firefox } = OLDEST_BROWSERS;
  expect(readFileSync(join(import.meta.dirname, "../../README.md"), "utf8")).toContain(
    `Chrome and Edge from ${chrome}, Safari from ${safari} and Firefox from ${firefox} on`,
  );
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", ({ message }) => problems.push(message));
  await page.addInitScript(() => Reflect.deleteProperty(Object, "hasOwn"));
  await page.goto(`${server.url}/pair`);
  await expect(
    page
      .locator("[lang=en]")
      .getByText(`Chrome or Edge ${chrome}, Safari ${safari}, Firefox ${firefox}`),
  ).toBeVisible();
  await expect(
    page
      .locator("[lang=es]")
      .getByText(`Chrome o Edge ${chrome}, Safari ${safari}, Firefox ${firefox}`),
  ).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.getByRole("heading")).toHaveText([
    "This browser is too old for Heard",
    "Este navegador es demasiado antiguo para Heard",
  ]);
  expect(problems).toEqual([]);
  await page.screenshot({ path: test.info().outputPath("too-old.png") });
  await context.close();
});
