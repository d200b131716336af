/**
 * What stands behind the method: good addresses with good and bad ids and queries, and what only
 * looks like an address.
 */
import fc from "fast-check";
import type { World } from "./world.ts";

/** Query parameters that some route reads, with what they may say. */
const QUERY = [
  "since",
  "sinceId",
  "logId",
  "epoch",
  "limit",
  "token",
  "x",
  "since[]",
  "__proto__",
  "",
];
const QUERY_VALUES = [
  "0",
  "1",
  "2",
  "7",
  "-1",
  "999999999999999",
  "9999999999999999",
  "2147483648",
  "1e3",
  "0x1",
  "NaN",
  " 1",
  "1000",
  "1001",
  "",
  "null",
  "%00",
  "%ff",
  "%",
  "é",
  "a b",
  "+",
  "../",
  "1;2",
];

const IDS = [
  "nonsense",
  "%00",
  "%ff%fe",
  "%zz",
  "..%2f..%2fetc",
  "'; drop table orders; --",
  "0",
  "x".repeat(2_000),
  "%F0%9F%8D%94",
  "00000000-0000-0000-0000-000000000000",
  "FFFFFFFF-FFFF-4FFF-8FFF-FFFFFFFFFFFF",
  "constructor",
  "__proto__",
  "a%2fb",
  ";",
  "*",
];

/** Ids of either house, and of nobody. */
export function paramsOf({ known }: World): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...known.filter((text) => /^[\w.-]+$/.test(text))) },
    { weight: 1, arbitrary: fc.uuid() },
    { weight: 3, arbitrary: fc.constantFrom(...IDS) },
  );
}

export function targets(
  good: string,
  pattern: string,
  params: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  const path = good.split("?")[0] ?? good;
  const value = fc.oneof(fc.constantFrom(...QUERY_VALUES), params);
  const query = fc
    .array(fc.tuple(fc.constantFrom(...QUERY), value), { minLength: 1, maxLength: 5 })
    .map((pairs) =>
      pairs.map(([name, text]) => `${name}=${text.replaceAll(/[ ']/g, "+")}`).join("&"),
    );
  const withQuery = query.map((text) => `${path}?${text}`);
  const withId = params.map((id) => pattern.replace(/:\w+/, id.replaceAll(/[ ']/g, "+")));
  const weight = pattern.includes(":") ? 6 : pattern === "/api/events/orders" ? 0 : 1;
  return fc
    .oneof(
      { withCrossShrink: true },
      { weight: 16, arbitrary: fc.constant(good) },
      { weight: pattern === "/api/events/orders" ? 20 : 2, arbitrary: withQuery },
      { weight, arbitrary: withId },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(...WARPS), fc.nat())
          .map(([warp, at]) => warp(good, at)),
      },
    )
    .map((target) => Buffer.from(target.replaceAll(/[\s]/g, "+")).toString("latin1"));
}

type Warp = (path: string, at: number) => string;
const WARPS: readonly Warp[] = [
  (path) => `/${path}`,
  (path) => `${path}/`,
  (path) => path.toUpperCase(),
  (path) => path.replace("/api/", "/api/./"),
  (path) => path.replace("/api/", "/x/../api/"),
  (path) => path.replace("/api/", "/%61pi/"),
  (path) => path.replace("/api/", "/api%2f"),
  (path) => path.replace("/api/", "/api\\"),
  (path) => `${path};jsessionid=1`,
  (path) => `${path}%`,
  (path) => `${path}%00`,
  (path) => `${path}%c0%af`,
  (path) => `${path}/${"a/".repeat(500)}`,
  (path) => `${path}?${"a=1&".repeat(2_000)}`,
  (path) => `${path}?${"x".repeat(17_000)}`,
  () => `/${"x".repeat(9_000)}`,
  (path) => `http://elsewhere.test${path}`,
  (path) => `http://[::1${path}`,
  (path) => `https://user:password@127.0.0.1:99999${path}`,
  (path) => `${path}#${"fragment"}`,
  (path) => `${path}??since=0`,
  (path) => `é${path}`,
  (path) => `${path}é\u00ff`,
  (path) => path.slice(1),
  () => "*",
  () => "/",
  () => "//",
  () => "///api//menu",
  () => "?",
  () => "/../../../../etc/passwd",
  () => "/..%5c..%5cwindows",
  () => "/api",
  () => "/assets/index.js.map",
  () => "/sw.js",
  () => "/kitchen",
  () => "/t",
  () => "/constructor",
  () => "/__proto__",
  (_path, at) => `/${String.fromCharCode(0x21 + (at % 94))}`,
];
