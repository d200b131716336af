import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  citations,
  citedByTests,
  DEFINED_IN,
  definitions,
  follow,
  headings,
  links,
  namedFiles,
  namedFolders,
} from "./documents.ts";
import { comments, isCode, projectFiles } from "./source-files.ts";

/** A document that nobody holds against the code is wrong after a month. */
const files = projectFiles();
const byPath = new Map(files.map((file) => [file.path, file]));
const documents = files.filter(({ path }) => path.endsWith(".md"));
const defined = [...new Set(Object.values(DEFINED_IN))].flatMap((path) =>
  definitions(byPath.get(path) ?? { path, text: "" }),
);

const manifest = () =>
  JSON.parse(byPath.get("package.json")!.text) as {
    readonly version: string;
    readonly scripts: Readonly<Record<string, string>>;
    readonly dependencies: Readonly<Record<string, string>>;
  };

describe("numbered sentences", () => {
  test("each stands in one place, and each place has some", () => {
    const codes = defined.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(
      Object.values(DEFINED_IN).filter((path) => !defined.some((one) => one.path === path)),
    ).toEqual([]);
  });

  test("what is cited is written down", () => {
    const known = new Set(defined.map(({ code }) => code));
    const strange = files.flatMap((file) =>
      [...new Set(citations(file))]
        .filter((code) => !known.has(code))
        .map((code) => `${file.path} cites ${code}, which no document defines`),
    );
    expect(strange).toEqual([]);
  });

  test("what is written down is cited by the title of a test, or says why it cannot be", () => {
    const cited = citedByTests(files);
    expect(
      defined
        .filter(({ code, untested }) => !cited.has(code) && !untested)
        .map(({ code }) => `${code}: no test cites it; a rule without a test is a wish`),
    ).toEqual([]);
    expect(
      defined
        .filter(({ code, untested }) => cited.has(code) && untested)
        .map(({ code }) => `${code}: a test cites it, so it is not untested`),
    ).toEqual([]);
  });
});

describe("links and names", () => {
  test("every link between documents leads somewhere, and to a heading that is there", () => {
    const dead = documents.flatMap((file) =>
      links(file).flatMap((target) => {
        const { to, heading } = follow(file.path, target);
        if (!existsSync(new URL(`../../${to}`, import.meta.url)))
          return [`${file.path} links to ${target}, which is not there`];
        return heading === null || headings(byPath.get(to) ?? { text: "" }).has(heading)
          ? []
          : [`${file.path} links to ${target}, and there is no such heading`];
      }),
    );
    expect(dead).toEqual([]);
  });

  test("every file that a document or a comment names is there", () => {
    const paths = files.map(({ path }) => `/${path}`);
    const gone = files.flatMap((file) =>
      [...new Set(namedFiles(file))]
        .filter((name) => !paths.some((path) => path.endsWith(`/${name}`)))
        .map((name) => `${file.path} names ${name}, which is not there`),
    );
    expect(gone).toEqual([]);
  });

  test("every folder that a document names is there", () => {
    const gone = documents.flatMap((file) =>
      namedFolders(file)
        .filter((folder) => !files.some(({ path }) => path.startsWith(`${folder}/`)))
        .map((folder) => `${file.path} names ${folder}, which is not there`),
    );
    expect(gone).toEqual([]);
  });

  test("every room has its line in the tour", () => {
    const rooms = new Set(
      files
        .flatMap(
          ({ path }) =>
            /^(?:client\/screens|shared|server|client)\/[\w-]+(?=\/)/.exec(path)?.[0] ?? [],
        )
        .filter((room) => room !== "client/screens"),
    );
    const listed = new Set(
      namedFolders({
        text: (byPath.get("docs/tour.md")?.text ?? "")
          .split("\n")
          .filter((line) => line.startsWith("| `"))
          .join("\n"),
      }),
    );
    expect(
      [...rooms]
        .filter((room) => !listed.has(room))
        .map((room) => `docs/tour.md has no line for ${room}`),
    ).toEqual([]);
  });

  test("every npm script that a document names is there", () => {
    const { scripts } = manifest();
    const gone = documents.flatMap((file) =>
      [...file.text.matchAll(/\bnpm run (\w[\w-]*)/g)]
        .filter(([, name = ""]) => !(name in scripts))
        .map(([command]) => `${file.path} says ${command}`),
    );
    expect(gone).toEqual([]);
  });

  test("the Node and the version that files name are those of package.json", () => {
    const { version, dependencies } = manifest();
    expect(byPath.get(".nvmrc")?.text.trim()).toBe(dependencies["node"]);
    expect(byPath.get("CHANGELOG.md")?.text).toContain(`\n## ${version} – `);
  });

  test("a comment that points into a document names a heading that it has", () => {
    const pointers = files.flatMap((file) =>
      [...comments(file).matchAll(/\b(docs\/[\w/-]+\.md)#([\w-]+)/g)].map(
        ([, to = "", heading = ""]) => ({ from: file.path, to, heading }),
      ),
    );
    const wrong = pointers.filter(
      ({ to, heading }) => !headings(byPath.get(to) ?? { text: "" }).has(heading),
    );
    expect(wrong.map(({ from, to, heading }) => `${from} points to ${to}#${heading}`)).toEqual([]);
  });

  test("no comment points to a document that is not in this repository", () => {
    const old = /\b(DESIGN|PRODUCT|CONTRACT|OPERATIONS)\b(?!-)/;
    const stale = files
      .filter((file) => isCode(file.path) && old.test(comments(file)))
      .map(({ path }) => `${path}: say docs/….md#heading`);
    expect(stale).toEqual([]);
  });

  test("every document is reached from the front door", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached)
      for (const target of links(byPath.get(path) ?? { text: "" })) {
        const { to } = follow(path, target);
        if (to.endsWith(".md") && byPath.has(to)) reached.add(to);
      }
    // These are found by their names, where everybody looks for them.
    const found = /^(\.github\/|CHANGELOG\.md$|CONTRIBUTING\.md$)/;
    expect(
      documents
        .filter(({ path }) => !reached.has(path) && !found.test(path))
        .map(({ path }) => `${path}: no document leads to it`),
    ).toEqual([]);
  });
});

describe("the readers of documents", () => {
  const cited = (path: string, text: string) =>
    citations({ path, text, code: text.replace(/\/\/.*/g, "") });

  test.each([
    ["a.ts", "// ORD-3 and S4, not U12 or s5", ["ORD-3", "S4"]],
    ["a.ts", 'test("[S9] a ticket S1 (L4, P1)", x)', ["S9", "L4", "P1"]],
    ["a.ts", "complain(`S7: line ${at(L3)}`)", ["S7"]],
    ["a.ts", 'const lines = ["S1", "L99", "FAIR-2 in a title"]', ["FAIR-2"]],
    ["a.md", "S1–S3 and FAIR-7", ["S1", "S2", "S3", "FAIR-7"]],
    ["a.sql", "-- SYN-2\nselect 'S8'", ["SYN-2"]],
  ])("%s: %s", (path, text, expected) => {
    expect(cited(path, text)).toEqual(expected);
  });

  test("a code is defined where its line begins, and only in its own document", () => {
    const text =
      "| P1 | kept |\n- **S2** once (P9)\n- **S3** Untested: nobody can.\nORD-1 is elsewhere";
    expect(definitions({ path: "docs/design.md", text })).toEqual([
      { code: "P1", path: "docs/design.md", untested: false },
      { code: "S2", path: "docs/design.md", untested: false },
      { code: "S3", path: "docs/design.md", untested: true },
    ]);
  });

  test("a link is followed from where it stands", () => {
    expect(links({ text: "[a](../b.md#c-d) [e](https://f.example) ```[g](h)```" })).toEqual([
      "../b.md#c-d",
    ]);
    expect(follow("docs/decisions/a.md", "../b.md#c-d")).toEqual({
      to: "docs/b.md",
      heading: "c-d",
    });
    expect(headings({ text: "# One `log`, per restaurant\n## C d" })).toEqual(
      new Set(["one-log-per-restaurant", "c-d"]),
    );
  });

  test("a file that is named is one with an ending of ours, and no pattern; a folder has none", () => {
    expect(namedFolders({ text: "`server/db/`, `shared/sync`, `server/x.ts`, server/no" })).toEqual(
      ["server/db", "shared/sync"],
    );
    expect(
      namedFiles({
        path: "a.md",
        text: "`server/x.ts`, *.pg.test.ts, ../sync/y.mjs, z.example, limit-*.ts",
      }),
    ).toEqual(["server/x.ts", "sync/y.mjs"]);
  });
});
