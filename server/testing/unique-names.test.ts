/**
 * A name that one part of the product exports means one thing: whoever searches for it, or lets an
 * editor import it, finds no other. The client and the server never meet, so each may have its own
 * half of a thing under the same name; both meet all of `shared`. Tools, tests and evenings name
 * their own after themselves (`createChaosDevice`, `ApiHouse`), but are no product and not asked.
 */
import { expect, test } from "vitest";
import { isCode, isTesting, projectFiles } from "./source-files.ts";

/** Twins by intention, with why. */
const TWINS: Readonly<Record<string, string>> = {
  start: "reading and sending are two halves of one core, and answer the same calls",
  stop: "as start",
  onTimer: "as start",
  onHint: "as start",
  onReread: "as start",
  ticketShown: "a command and the event that it comes to, each in a list of its own",
  Turn: "one decision's of the orders, one step's of the device's core",
};

const isProduct = (path: string): boolean =>
  isCode(path) &&
  !isTesting(path) &&
  /^(shared|client|server)\//.test(path) &&
  !/^(server\/(tools|demo|launch)|shared\/simulation)\/|\.d\.m?ts$/.test(path);

/**
 * Functions, types, classes, and values that are no constants: those are many, small and read
 * beside their file's name.
 */
const EXPORTED =
  /^export (?:async |abstract )?(?:function\*?|type|class|interface|const|let) (?![A-Z][A-Z0-9_]*\b)(\w+)/gm;
/** Names that are exported below where they are made; what only passes through is its maker's. */
const LISTED = /^export (?:type )?\{([^}]*)\}(?!\s*from)/gm;

const exported = projectFiles()
  .filter(({ path }) => isProduct(path))
  .flatMap(({ path, names }) =>
    [
      ...[...names.matchAll(EXPORTED)].map(([, name = ""]) => name),
      ...[...names.matchAll(LISTED)].flatMap(
        ([, list = ""]) => list.match(/\w+(?=\s*(?:,|$))/g) ?? [],
      ),
    ].map((name) => ({ path, name })),
  );

test("a name that the product exports means one thing", () => {
  const shown = Map.groupBy(exported, ({ name }) => name);
  const meet = (name: string, other: "client/" | "server/"): string[] =>
    (shown.get(name) ?? []).map(({ path }) => path).filter((path) => !path.startsWith(other));
  const double = [...shown.keys()]
    .filter((name) => !(name in TWINS))
    .flatMap((name) =>
      [meet(name, "client/"), meet(name, "server/")]
        .filter((paths) => paths.length > 1)
        .map(
          (paths) => `${name} is exported by ${paths.join(" and ")}: call each after what it is`,
        ),
    );
  expect(exported.length).toBeGreaterThan(1_000);
  expect([...new Set(double)]).toEqual([]);
});

test("every twin is still one", () => {
  const single = Object.keys(TWINS).filter(
    (name) => exported.filter((it) => it.name === name).length < 2,
  );
  expect(single).toEqual([]);
});
