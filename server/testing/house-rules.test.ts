import { describe, expect, test } from "vitest";
import { isCode, isTest, isTesting, projectFiles } from "./source-files.ts";

/**
 * Style that is not executed decays. Each rule lists every offender at once, with what to do about
 * it.
 */
const files = projectFiles();
const code = files.filter(({ path }) => isCode(path));
const byPath = new Map(files.map((file) => [file.path, file]));

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

const LONGEST_FILE = 300;
/** Longer since lines end at 100 columns, and still to be split. */
const STILL_LONG =
  /^(client\/e2e\/16-kitchen|server\/(db\/(database|directory)|devices\/devices|guests\/guest(s|-limits)|http\/serve|jobs\/(retention|watch)|main|notifications\/notifications|restaurants\/restaurants|sync\/(postgres-tx|routes|stream|writer)|testing\/house-rules|tools\/fuzz\/isolation)|shared\/(simulation\/known-evenings|sync\/device\/(outbox|reading|sending)))\./;

/** Older versions of these have holes that touch us. */
const FLOORS: Readonly<Record<string, string>> = {
  hono: "4.12.34",
  "@hono/node-server": "2.0.5",
  vite: "7.3.2",
  "workbox-build": "7.4.1",
};

describe("house rules", () => {
  test("a file is 300 lines at most, or says at its top why it is one thing", () => {
    const long = files.filter(
      ({ path, text }) =>
        /\.(ts|tsx|mjs|css|sql)$/.test(path) &&
        lines(text) > LONGEST_FILE &&
        !STILL_LONG.test(path) &&
        !saysWhy(text),
    );
    expect(
      long.map(
        ({ path, text }) =>
          `${path} has ${lines(text)} lines: split it, or let its first comment say why it is one thing (in these words)`,
      ),
    ).toEqual([]);
  });

  test("names are kebab-case", () => {
    const part = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
    // As readers and GitHub look for them.
    const given = /^([A-Z]+\.md|LICENSE|ISSUE_TEMPLATE|PULL_REQUEST_TEMPLATE\.md)$/;
    const offenders = files.filter(({ path }) =>
      path.split("/").some((name) => !part.test(name) && !given.test(name)),
    );
    expect(offenders.map(({ path }) => `${path}: call it in-kebab-case`)).toEqual([]);
  });

  test("every import leads to a file", () => {
    const broken = code.flatMap(({ path, imports }) =>
      imports
        .filter((target) => isCode(target) && !byPath.has(target))
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

  test("no test is skipped, alone or still to be written", () => {
    const waits = /\b(test|it|describe|suite)(\.\w+)*\.(skip|only|todo|fixme|fails|skipIf|runIf)\b/;
    expect(
      code
        .filter(({ path }) => isTesting(path))
        .flatMap(({ path, names }) => hits(path, names, waits, "a test runs or is deleted")),
    ).toEqual([]);
  });

  test("whoever waits for something in a test says how long: vi.waitFor alone gives up after a second, which a busy machine takes", () => {
    const hasty = code
      .filter(({ path }) => isTesting(path))
      .flatMap(({ path, names }) =>
        names
          .split(/\bvi\.wait(?:For|Until)(?=\()/)
          .slice(1)
          .flatMap((call) => (/\btimeout\b/.test(inBrackets(call)) ? [] : [path])),
      );
    expect(hasty.map((path) => `${path}: give vi.waitFor a timeout, or use expect.poll`)).toEqual(
      [],
    );
  });

  test("a test is called test", () => {
    const other = /\bimport\s*\{[^}]*\bit\b[^}]*\}\s*from\s*["']vitest["']/;
    expect(code.flatMap(({ path, text }) => hits(path, text, other, "import { test }"))).toEqual(
      [],
    );
  });

  test("nothing is left for later, and no type error is hushed", () => {
    const later = new RegExp(
      `\\b(${["TO" + "DO", "FIX" + "ME", "XX" + "X"].join("|")})\\b|@ts-(${["ig" + "nore", "no" + "check"].join("|")})`,
    );
    expect(
      code.flatMap(({ path, text }) => hits(path, text, later, "do it, or open an issue")),
    ).toEqual([]);
  });

  test("nothing knows the machine it was written on", () => {
    const machine = new RegExp(
      [
        "/wo" + "rk/",
        "/ro" + "ot/",
        "/home/" + "\\w",
        "/Us" + "ers/",
        "npmjs" + "\\.(org|com)",
        '"resol' + 'ved":',
        "^regi" + "stry\\s*=",
      ].join("|"),
      "m",
    );
    expect(
      files.flatMap(({ path, text }) =>
        hits(path, text, machine, "a path or a registry of one machine"),
      ),
    ).toEqual([]);
  });

  test("no dependency is older than its last known hole", () => {
    const old = Object.entries(lockPackages()).flatMap(([path, { version = "0" }]) => {
      const floor = FLOORS[path.replace(/^.*node_modules\//, "")];
      return floor && isOlder(version, floor)
        ? [`${path} is ${version}; at least ${floor} is needed`]
        : [];
    });
    expect(old).toEqual([]);
  });

  test("package-lock.json has every platform's packages, so that npm ci works on all of them", () => {
    const packages = lockPackages();
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isInstalledFor(packages, path, name))
        .map(
          (name) =>
            `${name}, which ${path || "package.json"} asks for, is not in package-lock.json`,
        ),
    );
    expect(missing).toEqual([]);
  });
});

type LockPackage = {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};

function lockPackages(): Readonly<Record<string, LockPackage>> {
  return (
    JSON.parse(byPath.get("package-lock.json")!.text) as { packages: Record<string, LockPackage> }
  ).packages;
}

/** As Node resolves: in the package's own node_modules, then in those above it. */
function isInstalledFor(
  packages: Readonly<Record<string, LockPackage>>,
  path: string,
  name: string,
): boolean {
  for (let at = path; ; at = at.replace(/(^|\/)node_modules\/(?!.*node_modules\/).*$/, "")) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

function isOlder(version: string, floor: string): boolean {
  const [ours, least] = [version, floor].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (const [index, wanted] of least!.entries())
    if (ours![index] !== wanted) return ours![index]! < wanted;
  return false;
}

function lines(text: string): number {
  return text.trimEnd().split("\n").length;
}

function saysWhy(text: string): boolean {
  const first = /^(\s*(\/\/|--)[^\n]*\n)+|^\s*\/\*[\s\S]*?\*\//m.exec(text.slice(0, 3000));
  return /one thing/.test((first?.[0] ?? "").replace(/\s*\n\s*(\*|\/\/|--)?\s*/g, " "));
}

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
      (name) =>
        `${house}/${name} is a new room: give it a place in the table of house-rules.test.ts`,
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

/** What stands between the bracket that a text begins with and its partner. */
function inBrackets(text: string): string {
  let depth = 0;
  const end = text.split("").findIndex((letter) => {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    return depth === 0;
  });
  return text.slice(0, end + 1);
}

function hits(path: string, text: string, pattern: RegExp, advice: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = pattern.exec(line);
    return found ? [`${path}:${index + 1} has "${found[0]}": ${advice}`] : [];
  });
}
