/**
 * What the built files ask of a browser that the oldest ones do not have: by the syntax tree of
 * every script and the rules of every sheet, held against the table of the web platform's features
 * (`web-features`, which every browser's maker keeps up). A name that only younger features bear
 * counts, whoever's object it is read from: what is no use of the feature, or does without it, is
 * listed by the test with its reason.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse, type AnyNode } from "acorn";
import postcss from "postcss";
import { OLDEST_BROWSERS } from "../../oldest-browsers.ts";

type Support = Readonly<Record<string, string>>;
type Table = {
  readonly features: Readonly<
    Record<
      string,
      {
        readonly status?: {
          readonly by_compat_key?: Readonly<Record<string, { readonly support: Support }>>;
        };
      }
    >
  >;
};

const FLOOR: readonly (readonly [string, number])[] = [
  ["chrome", OLDEST_BROWSERS.chrome],
  ["chrome_android", OLDEST_BROWSERS.chrome],
  ["safari", OLDEST_BROWSERS.safari],
  ["safari_ios", OLDEST_BROWSERS.safari],
  ["firefox", OLDEST_BROWSERS.firefox],
];

/**
 * Class fields, private names and top-level await are ES2022 and in every browser of the floor;
 * static blocks are not, and are looked for.
 */
const SYNTAX = { ecmaVersion: 2022, sourceType: "module" } as const;

/**
 * By the key that browser-compat-data gives a feature, whether the floor has it: what a browser has
 * in no version whatever is no question of its age.
 */
const HAS = new Map<string, boolean>();
/**
 * The keys of everything that is read from an object, and of everything that CSS writes, by its own
 * name.
 */
const MEMBERS = new Map<string, string[]>();
const STYLES = new Map<string, string[]>();

const { features } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("web-features/data.json"), "utf8"),
) as Table;
for (const feature of Object.values(features)) {
  for (const [key, { support }] of Object.entries(feature.status?.by_compat_key ?? {})) {
    HAS.set(
      key,
      FLOOR.every(
        ([browser, version]) =>
          Number.parseFloat((support[browser] ?? "0").replace("≤", "")) <= version,
      ),
    );
    const parts = key.split(".");
    const own = (parts.at(-1) ?? "").replace(/_static$/, "");
    const isMember =
      (key.startsWith("api.") && (parts.length === 3 || /^[a-z]/.test(own))) ||
      (key.startsWith("javascript.builtins.") && parts.length === 4);
    if (isMember && !own.includes("_")) add(MEMBERS, own, key);
    if (
      key.startsWith("css.types.") ||
      key.startsWith("css.selectors.") ||
      key.startsWith("css.at-rules.")
    )
      add(STYLES, own, key);
  }
}

/**
 * The names, as `Array.toSorted`, of everything that a page can ask for and the oldest browsers do
 * not have.
 */
export const youngerNames = (): readonly string[] =>
  [...HAS].flatMap(([key, has]) => {
    const name = /^(?:api|javascript\.builtins)\.((?:Intl\.)?\w+(?:\.\w+)?)$/
      .exec(key)?.[1]
      ?.replace(/_static$/, "");
    return has || name === undefined || name.includes("_") ? [] : [name];
  });

/**
 * Takes them out of a page, by name, before anything of ours runs: what is left is about what an
 * old tablet has.
 */
export function takeOut(names: readonly string[]): void {
  const at = (holder: unknown, name: string): unknown =>
    (holder as Record<string, unknown> | undefined)?.[name];
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object;
  for (const name of names) {
    const own = name.split(".").at(-1) ?? "";
    const holder = name.split(".").slice(0, -1).reduce<unknown>(at, globalThis);
    const places = name.startsWith("Iterator.") ? [iterator] : [holder, at(holder, "prototype")];
    for (const place of places)
      if (
        (typeof place === "object" || typeof place === "function") &&
        place !== null &&
        Object.hasOwn(place, own)
      )
        Reflect.deleteProperty(place, own);
  }
}

/** Everything that scripts call something of their own: of those names nothing is known. */
export function ownNames(scripts: readonly string[]): ReadonlySet<string> {
  const own = new Set<string>();
  for (const code of scripts) {
    visit(parse(code, SYNTAX), (node) => {
      if (
        node.type === "Property" ||
        node.type === "MethodDefinition" ||
        node.type === "PropertyDefinition"
      )
        own.add(nameOf(node.key, node.computed) ?? "");
      if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression")
        own.add(nameOf(node.left.property, node.left.computed) ?? "");
    });
  }
  return own;
}

/**
 * What of a script is younger than the oldest browsers, each once, by its name; `own` are names of
 * which nothing is known.
 */
export function youngerInScript(code: string, own: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  if (/\(\?<[=!]/.test(code)) found.add("regexp.lookbehind");
  visit(parse(code, SYNTAX), (node) => {
    if (node.type === "StaticBlock") found.add("syntax.static-block");
    if (node.type === "Identifier")
      note(found, [`api.${node.name}`, `javascript.builtins.${node.name}`], node.name);
    if (node.type !== "MemberExpression") return;
    const name = nameOf(node.property, node.computed);
    if (name === null) return;
    const of = node.object.type === "Identifier" ? node.object.name : "";
    const exact = [
      `api.${of}.${name}_static`,
      `api.${of}.${name}`,
      `javascript.builtins.${of}.${name}`,
    ].filter((key) => HAS.has(key));
    if (exact.length > 0) note(found, exact, name);
    else if (!own.has(name))
      note(
        found,
        (MEMBERS.get(name) ?? []).filter((key) => !key.endsWith("_static")),
        name,
      );
  });
  return [...found].sort();
}

/** The same of a sheet; what stands under `@supports` is asked for there. */
export function youngerInSheet(css: string): string[] {
  const found = new Set<string>();
  postcss.parse(css).walk((node) => {
    if (isAskedFor(node)) return;
    if (node.type === "atrule") {
      note(found, [`css.at-rules.${node.name}`], `@${node.name}`);
      if (/[<>=]/.test(node.params) && node.name === "media") found.add("@media range");
      if (node.name === "media")
        for (const [, feature = ""] of node.params.matchAll(/\(\s*([a-z-]+)/g))
          note(found, [`css.at-rules.media.${feature}`], `@media ${feature}`);
    }
    if (node.type === "rule") {
      if (node.selector.includes("&") || node.parent?.type === "rule") found.add("nesting");
      for (const [, pseudo = ""] of node.selector.matchAll(/::?([a-z-]+)/g))
        note(found, [`css.selectors.${pseudo}`], `:${pseudo}`);
    }
    if (node.type === "decl" && !node.prop.startsWith("--") && !node.prop.startsWith("-")) {
      note(found, [`css.properties.${node.prop}`], node.prop);
      for (const [word] of node.value.replaceAll(/var\([^)]*\)/g, "").matchAll(/[a-z][a-z-]+/g))
        note(found, [`css.properties.${node.prop}.${word}`], `${node.prop}: ${word}`);
    }
    if (node.type === "decl") {
      for (const [, name = ""] of node.value.matchAll(/([a-z][a-z-]*)\(/g))
        note(found, STYLES.get(name) ?? [], `${name}()`);
      for (const [, unit = ""] of node.value.matchAll(/\d([a-z]+)\b/g))
        if (/^[dsl]v[hwib]|^[dsl]v(min|max)$|^cq/.test(unit)) found.add(`${unit} unit`);
    }
  });
  return [...found].sort();
}

/** Counts a name where features bear it and none of them is old enough. */
function note(found: Set<string>, keys: readonly string[], name: string): void {
  const known = keys.filter((key) => HAS.has(key));
  if (known.length > 0 && known.every((key) => HAS.get(key) === false)) found.add(name);
}

function isAskedFor(node: postcss.Node | postcss.Document): boolean {
  for (let at: postcss.Node | undefined = node; at !== undefined; at = at.parent)
    if (at.type === "atrule" && (at as postcss.AtRule).name === "supports") return true;
  return false;
}

function nameOf(property: AnyNode, computed: boolean): string | null {
  if (property.type === "Identifier" && !computed) return property.name;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : null;
}

function visit(node: AnyNode, look: (node: AnyNode) => void): void {
  look(node);
  for (const child of Object.values(node)) {
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one, look);
  }
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" &&
  value !== null &&
  "type" in value &&
  typeof value.type === "string" &&
  "start" in value;

function add(map: Map<string, string[]>, name: string, key: string): void {
  map.set(name, [...(map.get(name) ?? []), key]);
}
