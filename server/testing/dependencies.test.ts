import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/** Older versions of these have holes that touch us. */
const FLOORS: Readonly<Record<string, string>> = {
  hono: "4.12.34",
  "@hono/node-server": "2.0.5",
  vite: "7.3.2",
  "workbox-build": "7.4.1",
};

describe("house rules: dependencies", () => {
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
  const lock = readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8");
  return (JSON.parse(lock) as { packages: Record<string, LockPackage> }).packages;
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
