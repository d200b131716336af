/**
 * Bodies: good ones, ones made from the schema, and what becomes of both when somebody means harm
 * or a cable is loose.
 */
import fc from "fast-check";

/**
 * A body's bytes, from a JSON value: whole and well in most cases, damaged in type, size, depth or
 * encoding in the others.
 */
export function bytesOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 12, arbitrary: value.map((it) => Buffer.from(textOf(it))) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(value, fc.constantFrom(...TEXT_DAMAGES), fc.nat(), fc.nat())
        .map(([it, damage, at, size]) => Buffer.from(damage(textOf(it), at, size))),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(value, fc.constantFrom(...BYTE_DAMAGES), fc.nat())
        .map(([it, damage, at]) => damage(textOf(it), at)),
    },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
        fc
          .constantFrom("", "null", "true", "0", '""', "[]", "{}", '"\\ud800"', "undefined", "'a'")
          .map((text) => Buffer.from(text)),
      ),
    },
  );
}

/** The value with one of its parts replaced, removed or joined by something else. */
export function spoilt(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.nat(), junk, fc.constantFrom("replace", "remove", "add"))
    .map(([it, pick, replacement, how]) => {
      const copy = structuredClone(it);
      const paths = pathsOf(copy);
      if (paths.length === 0) return replacement;
      spoil(copy, paths[pick % paths.length] ?? [], replacement, how);
      return copy;
    });
}

/**
 * New ids for those that a good body made up, so that each is an order of its own: every UUID that
 * nobody knows yet.
 */
export function freshIds(value: unknown, known: ReadonlySet<string>): fc.Arbitrary<unknown> {
  const text = textOf(value);
  const ids = [...new Set(text.match(UUIDS))].filter((id) => !known.has(id));
  return fc
    .tuple(...ids.map(() => fc.uuid()))
    .map(
      (fresh) =>
        JSON.parse(
          ids.reduce((out, id, index) => out.replaceAll(id, fresh[index] ?? id), text),
        ) as unknown,
    );
}

const UUIDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    0.1,
    1e21,
    1e308,
    2 ** 31,
    2 ** 31 - 1,
    2 ** 53,
    -(2 ** 63),
  ),
  fc.constantFrom(
    "",
    " ",
    "\u0000",
    "\ud800",
    "a\udfffb",
    "\uffff",
    "\u202e",
    "__proto__",
    "constructor",
    "'; drop table orders; --",
    "%00",
    "../..",
    "0",
    "-1",
    "NaN",
    "1e9",
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [[]],
    [null],
    { length: -1 },
    { toString: 1 },
    { valueOf: 1 },
    { toJSON: {} },
  ),
  fc.constantFrom(100, 3_000, 70_000).map((length) => "x".repeat(length)),
  fc.constantFrom(12, 40, 1_500).map((depth) => nested(depth)),
  fc.constantFrom(101, 5_000).map((length) => Array<unknown>(length).fill({})),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.uuid(),
);

type TextDamage = (text: string, at: number, size: number) => string;
const TEXT_DAMAGES: readonly TextDamage[] = [
  (text, at) => text.slice(0, at % (text.length + 1)),
  (text, at) => text.slice(at % (text.length + 1)),
  (text) => `${text}}`,
  (text) => text + text,
  (text) => `\ufeff${text}`,
  (text) => text.replace("{", '{"__proto__":{"role":"owner"},'),
  (text) => text.replace("{", '{"constructor":{"prototype":{"role":"owner"}},'),
  // A key that is there twice: the last one counts, for the schema as for everybody.
  (text) => text.replace(/\{"([^"]+)":/, '{"$1":null,"$1":'),
  (text) => text.replace(/:"/, ':"\\u0000'),
  (text) => text.replace(/:"/, ':"\\ud83d'),
  (text) => text.replace(/:"/, ':"\u0000'),
  (text) => text.replace(/:"/, ':"\n\u007f'),
  (text, at) =>
    text.replace(
      /:\d+/,
      `:${["1e999", "-0", "01", "0x10", "NaN", "Infinity", "1E400", "-1e-999", "9".repeat(400), "1.0000000000000000000001", "9007199254740993", "1_000"][at % 12] ?? "0"}`,
    ),
  (text, at) =>
    text.replace(/[:,]/, (sign) => sign + " \t\r\n".repeat([10, 5_000, 80_000][at % 3] ?? 1)),
  (text, at, size) => {
    const depth = [13, 17, 100, 20_000][size % 4] ?? 1;
    return at % 2 === 0
      ? `${"[".repeat(depth)}${text}${"]".repeat(depth)}`
      : text.replace("{", `{"a":${'{"a":'.repeat(depth)}1${"}".repeat(depth)},`);
  },
  (text) => text.replace("{", "{/* a comment */"),
  (text) => text.replaceAll('"', "'"),
];

type ByteDamage = (text: string, at: number) => Buffer;
const BYTE_DAMAGES: readonly ByteDamage[] = [
  ...["ff", "c080", "eda080", "f4908080", "80", "e282", "00"].map(
    (hex): ByteDamage =>
      (text, at) =>
        inserted(Buffer.from(text), at, Buffer.from(hex, "hex")),
  ),
  (text) => Buffer.from(text, "utf16le"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  (text) => Buffer.from(text.replace(/:"/, ':"é'), "latin1"),
  (text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]),
];

function inserted(bytes: Buffer, at: number, more: Buffer): Buffer {
  const place = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place), more, bytes.subarray(place)]);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** JSON of a value; the made-up halves of surrogate pairs stay as escapes. */
const textOf = (value: unknown): string => JSON.stringify(value) ?? "null";

function pathsOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    [...at, key],
    ...pathsOf(child, [...at, key]),
  ]);
}

function spoil(
  target: unknown,
  [first = "", ...rest]: readonly string[],
  replacement: unknown,
  how: string,
): void {
  const record = target as Record<string, unknown>;
  if (rest.length > 0) spoil(record[first], rest, replacement, how);
  else if (how === "remove" && !Array.isArray(record)) delete record[first];
  else if (how === "add")
    Object.defineProperty(record, Array.isArray(record) ? record.length : "surprise", {
      value: replacement,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  else record[first] = replacement;
}
