import { describe, expect, test } from "vitest";
import { hits, isCode, isTest, isTesting, projectFiles } from "./source-files.ts";

/** Who may import whom, room by room, and that every file is imported. */
const files = projectFiles();
const code = files.filter(({ path }) => isCode(path));
const paths = new Set(files.map(({ path }) => path));

/**
 * Which rooms of `shared` a room may import, besides itself. `shared ← everybody`; nothing here
 * points back.
 */
const SHARED_ROOMS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  devices: ["kernel"],
  menu: ["kernel"],
  restaurant: ["kernel"],
  orders: ["kernel", "devices", "menu", "restaurant"],
  kitchen: ["kernel", "devices", "menu", "restaurant", "orders"],
  guests: ["kernel", "devices", "menu", "restaurant", "orders"],
  figures: ["kernel", "devices", "menu", "restaurant", "orders", "kitchen"],
  sync: ["kernel", "devices", "menu", "restaurant", "orders", "kitchen", "guests", "figures"],
  api: [
    "kernel",
    "devices",
    "menu",
    "restaurant",
    "orders",
    "kitchen",
    "guests",
    "figures",
    "sync",
  ],
  simulation: [
    "kernel",
    "devices",
    "menu",
    "restaurant",
    "orders",
    "kitchen",
    "guests",
    "figures",
    "sync",
  ],
};

/** The same for `client`: platform ← store ← sync, commands, pwa ← device ← screens ← app. */
const CLIENT_ROOMS: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  words: ["platform"],
  ui: ["platform", "words"],
  store: ["platform"],
  sync: ["platform", "store"],
  commands: ["platform", "store", "sync"],
  pwa: ["platform", "words", "store", "sync"],
  device: ["platform", "store", "sync", "commands", "pwa", "words"],
  screens: ["platform", "words", "ui", "store", "sync", "commands", "pwa", "device"],
  app: ["platform", "words", "ui", "store", "sync", "commands", "pwa", "device", "screens"],
};

/**
 * The parts of `screens` that the others may import: the frame that every screen stands in, how a
 * person fills a basket, what is seen and done of an order wherever it is drawn, and the page on
 * which a browser becomes somebody.
 */
const SCREENS_IN_COMMON = ["shell", "ordering", "orders", "account"];

/** What runs without anybody importing it. */
const ENTRIES = [
  /^server\/main\.ts$/,
  /^server\/launch\/(start|test|run)\.mjs$/,
  /^server\/tools\/(replay|fuzz|chaos)\/main\.ts$/,
  /^server\/tools\/bench\/[^/]+\.ts$/,
  /^client\/main\.tsx$/,
  /^client\/pwa\/worker\/sw\.ts$/,
  /^[^/]+\.config\.ts$/,
  /\.d\.ts$/,
  /^server\/testing\/postgres-setup\.ts$/,
  /^server\/tools\/fuzz\/(collect-on-signal|say-long-reads)\.ts$/,
];

/** Runs beside the product, so it may start a server of its own as the tests do. */
const isTool = (path: string) => /^(server\/tools\/|[^/]+\.config\.ts$)/.test(path);

describe("house rules: imports", () => {
  test("every import leads to a file", () => {
    const broken = code.flatMap(({ path, imports }) =>
      imports
        .filter((target) => isCode(target) && !paths.has(target))
        .map((target) => `${path} imports ${target}, which is not there`),
    );
    expect(broken).toEqual([]);
  });

  test("client and server never import each other, and shared imports neither", () => {
    const allowed: Readonly<Record<string, readonly string[]>> = {
      shared: ["shared"],
      server: ["server", "shared"],
      client: ["client", "shared"],
    };
    expect(
      crossings(
        (from, to) =>
          !allowed[top(to)] ||
          (allowed[top(from)]?.includes(top(to)) ?? true) ||
          isTest(from) ||
          (top(from) === "client" && isTesting(from)),
      ).map(([from, to]) => `${from} imports ${to}: what both need belongs in shared`),
    ).toEqual([]);
  });

  test("the rooms of shared import only what stands below them", () => {
    expect(roomCrossings("shared", SHARED_ROOMS)).toEqual([]);
  });

  test("the rooms of the client import only what stands below them", () => {
    expect(roomCrossings("client", CLIENT_ROOMS)).toEqual([]);
  });

  test("a screen does not import its sibling", () => {
    const screen = (path: string) => /^client\/screens\/([^/]+)\//.exec(path)?.[1];
    expect(
      crossings(
        (from, to) =>
          isTest(from) ||
          !screen(from) ||
          !screen(to) ||
          screen(from) === screen(to) ||
          SCREENS_IN_COMMON.includes(screen(to)!),
      ).map(
        ([from, to]) =>
          `${from} imports ${to}: what two screens share belongs in ui, device or screens/${SCREENS_IN_COMMON.join(" or screens/")}`,
      ),
    ).toEqual([]);
  });

  test("what runs in the product does not import what is made for tests", () => {
    expect(
      crossings((from, to) => isTesting(from) || !isTesting(to) || isTool(from)).map(
        ([from, to]) => `${from} imports ${to}`,
      ),
    ).toEqual([]);
  });

  test("platform is the only room that touches the browser", () => {
    const touches =
      /(?<![.\w$])(window|navigator|document|localStorage|sessionStorage)\s*(\?\.|\.|\[)/;
    const outside = code.filter(
      ({ path }) =>
        path.startsWith("client/") &&
        !/^client\/(platform|pwa\/worker|e2e)\//.test(path) &&
        !isTesting(path),
    );
    expect(
      outside.flatMap(({ path, names }) =>
        hits(path, names, touches, "the browser is reached through client/platform"),
      ),
    ).toEqual([]);
  });

  test("store is the only room that knows Dexie", () => {
    const knowing = code.filter(
      ({ path, packages }) =>
        packages.some((name) => name.startsWith("dexie")) &&
        !path.startsWith("client/store/") &&
        !isTesting(path),
    );
    expect(
      knowing.map(({ path }) => `${path} imports dexie: ask client/store for what you need`),
    ).toEqual([]);
  });

  test("no file is dead", () => {
    const imported = new Set(
      code.flatMap(({ path, imports }) => imports.filter((target) => target !== path)),
    );
    const named = (path: string) =>
      files.some(
        (file) =>
          !isCode(file.path) &&
          !file.path.endsWith(".md") &&
          file.text.includes(path.replace(/^client\//, "/")),
      );
    const dead = code.filter(
      ({ path }) =>
        !imported.has(path) &&
        !isTest(path) &&
        !ENTRIES.some((entry) => entry.test(path)) &&
        !named(path),
    );
    expect(dead.map(({ path }) => `${path}: nobody imports it; use it or delete it`)).toEqual([]);
  });
});

function top(path: string): string {
  return path.split("/")[0] ?? "";
}

/** Imports that a rule does not allow. */
function crossings(allows: (from: string, to: string) => boolean): [string, string][] {
  return code.flatMap(({ path, imports }) =>
    imports.filter((to) => !allows(path, to)).map((to): [string, string] => [path, to]),
  );
}

function roomCrossings(
  house: string,
  rooms: Readonly<Record<string, readonly string[]>>,
): string[] {
  const room = (path: string) =>
    top(path) === house && path.split("/").length > 2 ? path.split("/")[1] : undefined;
  const strangers = [...new Set(code.map(({ path }) => room(path)))].filter(
    (name) => name && !rooms[name] && !["testing", "e2e", "public"].includes(name),
  );
  return [
    ...strangers.map(
      (name) => `${house}/${name} is a new room: give it a place in the table of imports.test.ts`,
    ),
    ...crossings((from, to) => {
      const [here, there] = [room(from), room(to)];
      return (
        isTesting(from) ||
        !here ||
        !there ||
        here === there ||
        !rooms[here] ||
        rooms[here].includes(there)
      );
    }).map(
      ([from, to]) =>
        `${from} imports ${to}: ${house}/${room(from)} stands below ${house}/${room(to)} and must not know it`,
    ),
  ];
}
