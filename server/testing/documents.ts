/** What the documents promise and what everybody cites, read from their texts. */
import { posix } from "node:path";
import { comments, isTesting, titles, type SourceFile } from "./source-files.ts";

/**
 * Where each kind of numbered sentence is written down. A kind without a file here is known, and
 * nothing of it stands anywhere yet.
 */
export const DEFINED_IN: Readonly<Record<string, string>> = {
  P: "docs/design.md",
  S: "docs/design.md",
  L: "docs/design.md",
  ORD: "shared/orders/RULES.md",
  SYN: "shared/sync/PROTOCOL.md",
  FAIR: "server/fair/RULES.md",
};

export type Defined = {
  readonly code: string;
  readonly path: string;
  /** No test can cite it, for the reason that stands beside it. */ readonly untested: boolean;
};

/**
 * The codes of a document: each begins a heading, a list item or a table's row. `Untested: …` there
 * says why no test cites it.
 */
export function definitions({ path, text }: Pick<SourceFile, "path" | "text">): Defined[] {
  const wanted = new Set(Object.keys(DEFINED_IN).filter((kind) => DEFINED_IN[kind] === path));
  return text.split("\n").flatMap((line) => {
    const code = new RegExp(`^[\\s#|*_-]*(${CODE})\\b`).exec(line)?.[1];
    return code === undefined || !wanted.has(kindOf(code))
      ? []
      : [{ code, path, untested: /\bUntested: \S/.test(line) }];
  });
}

/**
 * What a file cites: in its comments whatever looks like a code; in its texts (titles of tests,
 * complaints) letters only in brackets or before a colon, because lines, tickets and shelves are
 * called S1 too.
 */
export function citations(file: Pick<SourceFile, "path" | "text" | "code">): string[] {
  if (file.path === EXAMPLES) return [];
  const inTexts = file.path.endsWith(".md") ? [] : titles(file.code).flatMap(citedInText);
  return [...codesIn(comments(file)), ...inTexts];
}

/** What the titles of tests cite. */
export function citedByTests(files: readonly SourceFile[]): Set<string> {
  return new Set(
    files
      .filter(({ path }) => isTesting(path) && path !== EXAMPLES)
      .flatMap(({ code }) => titles(code).flatMap(citedInText)),
  );
}

/** Files that comments and documents name, with their kind of ending. */
export function namedFiles(file: Pick<SourceFile, "path" | "text">): string[] {
  return [...comments(file).matchAll(NAMED)].map((found) => found[1]!);
}

/** Folders that a document names. */
export function namedFolders({ text }: Pick<SourceFile, "text">): string[] {
  return [...text.matchAll(/`((?:client|server|shared|docs)(?:\/[\w-]+)+)\/?`/g)].map(
    (found) => found[1]!,
  );
}

/** Addresses of a document's links that lead into the project, as they stand. */
export function links({ text }: Pick<SourceFile, "text">): string[] {
  return [...text.replace(/```[\s\S]*?```/g, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map((found) => found[1]!)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Where a link of the document at `path` leads: a path from the top, and the heading there. */
export function follow(
  path: string,
  target: string,
): { readonly to: string; readonly heading: string | null } {
  const [file = "", heading = null] = target.split("#");
  return {
    to: file === "" ? path : posix.join(posix.dirname(path), file).replace(/\/$/, ""),
    heading,
  };
}

/** The headings of a document as addresses name them. */
export function headings({ text }: Pick<SourceFile, "text">): Set<string> {
  const all = text.replace(/```[\s\S]*?```/g, "").match(/^#+ .*$/gm) ?? [];
  return new Set(
    all.map((line) =>
      line
        .replace(/^#+ /, "")
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}

/** Its examples cite nothing. */
const EXAMPLES = "server/testing/documents.test.ts";

const CODE = "(?:ORD|SYN|FAIR|OPS|LAN)-\\d+|[PSL]\\d{1,2}";

const NAMED =
  /(?<![\w*<>./{-])(?:\.\.?\/)*((?:[\w@.-]+\/)*[\w.-]+\.(?:ts|tsx|mjs|md|sql|css))(?![\w*])/g;

const kindOf = (code: string): string => code.replace(/-?\d+$/, "");

/** `S1–S8` names what lies between as well. */
function codesIn(text: string): string[] {
  const whole = text.replace(
    /\b([A-Z]+-?)(\d+)–\1(\d+)\b/g,
    (_, kind: string, from: string, to: string) =>
      Array.from(
        { length: Math.max(0, Number(to) - Number(from) + 1) },
        (_none, index) => `${kind}${Number(from) + index}`,
      ).join(" "),
  );
  return whole.match(new RegExp(`\\b(?:${CODE})\\b`, "g")) ?? [];
}

function citedInText(title: string): string[] {
  const said = title.replace(/\$\{[^{}]*\}/g, "");
  const told = [
    ...(said.match(/[[(][^\])]*[\])]/g) ?? []),
    ...(/^.[PSL]\d{1,2}: /.exec(said) ?? []),
  ].flatMap(codesIn);
  return [...told, ...codesIn(said).filter((code) => code.includes("-"))];
}
