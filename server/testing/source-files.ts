import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";

/** The checkout as the house rules read it. Paths are from its top, with slashes. */
export type SourceFile = {
  readonly path: string;
  readonly text: string;
  /** Without comments, strings kept: for rules about what the code does. */
  readonly code: string;
  /** Without comments and strings: for rules about names. */
  readonly names: string;
  /** Files of ours that it imports, re-exports or names in `new URL(…, import.meta.url)`. */
  readonly imports: readonly string[];
  /** Packages that it imports. */
  readonly packages: readonly string[];
};

const ROOT = resolve(import.meta.dirname, "../..");
/**
 * What .gitignore leaves out, and git's own. The rules must also hold in a checkout without git.
 */
const NOT_OURS = new Set([
  "node_modules",
  "dist",
  ".data",
  ".cache",
  ".git",
  "test-results",
  "playwright-report",
]);
const CODE = /\.(ts|tsx|mjs)$/;
const BINARY = /\.(png|ico|woff2?|jpg|webp|pdf)$/;

/** Every file of the project that is text. */
export function projectFiles(): readonly SourceFile[] {
  return pathsUnder("")
    .filter((path) => !BINARY.test(path) && !path.endsWith(".tsbuildinfo"))
    .map(read);
}

export const isCode = (path: string): boolean => CODE.test(path);

export const isTest = (path: string): boolean =>
  /\.(test|spec)\.tsx?$/.test(path) || path.startsWith("client/e2e/");

export const isTesting = (path: string): boolean =>
  isTest(path) || path.split("/").includes("testing");

/**
 * `text` without comments, and without strings too if asked; line breaks stay. A good enough reader
 * of strings, templates and regular expressions, not a parser.
 */
export function strip(text: string, stringsToo: boolean): string {
  return text.replace(TOKENS, (token) => {
    if (token.startsWith("//") || token.startsWith("/*")) return token.replace(/[^\n]/g, " ");
    return stringsToo && /^['"`]/.test(token) ? token.replace(/[^\n]/g, " ") : token;
  });
}

/** The comments of a file of any kind that has some; a document is all comment. */
export function comments({ path, text }: Pick<SourceFile, "path" | "text">): string {
  if (path.endsWith(".md")) return text;
  if (isCode(path))
    return (text.match(TOKENS) ?? []).filter((token) => /^\/[/*]/.test(token)).join("\n");
  if (path.endsWith(".css")) return (text.match(/\/\*[\s\S]*?\*\//g) ?? []).join("\n");
  return path.endsWith(".sql") ? (text.match(/--[^\n]*/g) ?? []).join("\n") : "";
}

/** Every quoted text in a test file: titles, wherever test.each or a helper puts them. */
export function titles(text: string): string[] {
  return text.match(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g) ?? [];
}

/** Every line of a text that has the pattern, named as editors open it, with what to do about it. */
export function hits(path: string, text: string, pattern: RegExp, advice: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = pattern.exec(line);
    return found ? [`${path}:${index + 1} has "${found[0]}": ${advice}`] : [];
  });
}

function pathsUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? pathsUnder(posix.join(folder, entry.name))
        : entry.isFile()
          ? [posix.join(folder, entry.name)]
          : [],
    );
}

function read(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  if (!isCode(path)) return { path, text, code: text, names: text, imports: [], packages: [] };
  const code = strip(text, false);
  const specifiers = [...code.matchAll(IMPORT)].map((found) => found[1] ?? found[2] ?? "");
  return {
    path,
    text,
    code,
    names: strip(text, true),
    imports: specifiers.flatMap((specifier) => ours(path, specifier)),
    packages: specifiers.filter(
      (specifier) => !/^[.#/]/.test(specifier) && !specifier.includes(" "),
    ),
  };
}

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]|new URL\(\s*['"](\.[^'"\n]+)['"]/g;

function ours(from: string, specifier: string): string[] {
  if (specifier.startsWith("#shared/")) return [`shared/${specifier.slice("#shared/".length)}`];
  if (!specifier.startsWith(".")) return [];
  return [posix.join(dirname(from).replaceAll("\\", "/"), specifier.replace(/\?.*$/, ""))];
}

const TOKENS =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=[=(,:[!&|?{;\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;
