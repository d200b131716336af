import { describe, expect, test } from "vitest";
import { readLink, withoutSecret } from "./links.ts";

const TOKEN = "q7Zb3-_hT0aJ9kLm2nOpQrStUvWxYz0123456789abc";
const table = { page: "t", secret: TOKEN };

describe("a table's link", () => {
  test.each([
    ["as it is", "/t", TOKEN],
    ["with a slash at the end", "/t/", TOKEN],
    ["with its # encoded", `/t%23${TOKEN}`, ""],
    ["with its # encoded twice", `/t%2523${TOKEN}`, ""],
    ["with its # encoded, and what a messenger adds", `/t%23${TOKEN}&openExternalBrowser=1`, ""],
    ["with what a messenger adds behind it", "/t", `${TOKEN}&openExternalBrowser=1`],
    ["with what a messenger adds as a question", "/t", `${TOKEN}?openExternalBrowser=1`],
    ["with what a messenger adds before it", "/t&openExternalBrowser=1", TOKEN],
    ["with an encoded question before it", "/t%3Futm_source=x", TOKEN],
    ["at the end of a sentence", "/t", `${TOKEN}.`],
    ["in brackets", "/t", `${TOKEN})`],
    ["in quotation marks", "/t", `${TOKEN}”`],
    ["before the rest of a sentence", "/t", `${TOKEN} see you there`],
    ["with two #", "/t", `#${TOKEN}`],
    ["as a page below", `/t/${TOKEN}`, ""],
    ["in capitals, as some codes are printed", "/T", TOKEN],
  ])("is read %s", (_how, path, fragment) => {
    expect(readLink(path, fragment)).toEqual(table);
  });

  test.each(["/t", "/t.", "/t&openExternalBrowser=1", "/t%23", "/t”", "/t%E2%80%9D"])(
    "%s has lost its secret, and is a table's link all the same",
    (path) => {
      expect(readLink(path, "")).toEqual({ page: "t", secret: "" });
    },
  );

  test.each([
    "/",
    "/kitchen",
    "/table",
    "/t.js",
    "/t/x.js",
    "/t/../x",
    "//t",
    "/t-shirts",
    "/%",
    "/t/a/b",
  ])("%s is none", (path) => {
    expect(readLink(path, "")).toBeNull();
  });
});

describe("a pairing link", () => {
  test.each([
    ["/pair", "K7M2P-4XQRT."],
    ["/pair%23K7M2P-4XQRT", ""],
    ["/pair", "K7M2P-4XQRT&openExternalBrowser=1"],
    ["/pair/K7M2P-4XQRT", ""],
  ])("%s #%s is read", (path, fragment) => {
    expect(readLink(path, fragment)).toEqual({ page: "pair", secret: "K7M2P-4XQRT" });
  });

  test("keeps the blanks that a person types", () => {
    expect(readLink("/pair", "k7m2p 4xqrt")).toEqual({ page: "pair", secret: "k7m2p 4xqrt" });
  });
});

describe("what is written down of a path", () => {
  test("is without the secret that an encoded # led into it", () => {
    expect([
      withoutSecret(`/t%23${TOKEN}`),
      withoutSecret(`/t/${TOKEN}`),
      withoutSecret("/pair%23K7M2P-4XQRT"),
      withoutSecret("/t"),
      withoutSecret("/kitchen/x"),
    ]).toEqual(["/t…", "/t…", "/pair…", "/t", "/kitchen/x"]);
  });
});
