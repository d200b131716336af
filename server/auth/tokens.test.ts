import { expect, test } from "vitest";
import { pairingCode } from "#shared/devices/pairing.ts";
import {
  hashSecret,
  isMarked,
  looksLikeToken,
  newPairingCode,
  newToken,
  sameSecret,
  makeTableToken,
} from "./tokens.ts";

const SECRET = new Uint8Array(32).fill(7);

test("a token is 192 bits of its own and a mark, and only its hash is kept", () => {
  const token = newToken(SECRET, "staff");
  expect(looksLikeToken(token.text)).toBe(true);
  expect(Buffer.from(token.text.slice(4), "base64url")).toHaveLength(32);
  expect(token.hash).toBe(hashSecret(token.text));
  expect(token.hash).not.toContain(token.text);
  expect(newToken(SECRET, "staff").text).not.toBe(token.text);
});

test("a token is known for one of this installation's by its mark, and no other is", () => {
  const { text } = newToken(SECRET, "staff");
  expect(isMarked(SECRET, "staff", text)).toBe(true);
  const other = text.endsWith("A") ? "B" : "A";
  for (const made of [
    `hrd_${"A".repeat(43)}`,
    text.slice(0, -2) + other + text.slice(-1),
    `hrd_${other}${text.slice(5)}`,
    text.slice(0, -1),
    `${text} `,
    "",
  ])
    expect(isMarked(SECRET, "staff", made), made).toBe(made === text);
  expect(isMarked(new Uint8Array(32).fill(8), "staff", text)).toBe(false);
  expect(isMarked(SECRET, "guest", text)).toBe(false);
});

test.each(["", "hrd_", "hrd_short", `hrd_${"x".repeat(44)}`, `abc_${"x".repeat(43)}`])(
  "%j is no token",
  (text) => {
    expect(looksLikeToken(text)).toBe(false);
  },
);

test("a pairing code has fifty bits and no letter that is misread", () => {
  expect(newPairingCode().text).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
});

test("a code is found however it was typed", () => {
  const { text, hash } = newPairingCode();
  for (const typed of [
    text,
    text.toLowerCase(),
    text.replace("-", ""),
    ` ${text.replace("-", " ")} `,
    text.replaceAll("0", "o").replaceAll("1", "l"),
  ]) {
    expect(hashSecret(pairingCode.parse(typed)), typed).toBe(hash);
  }
});

test("a table's token is its own, and another after a rotation", () => {
  const secret = new Uint8Array(32).fill(7);
  const tokens = [
    makeTableToken(secret, "r1", "t1", 0),
    makeTableToken(secret, "r1", "t1", 1),
    makeTableToken(secret, "r1", "t2", 0),
    makeTableToken(secret, "r2", "t1", 0),
    makeTableToken(new Uint8Array(32), "r1", "t1", 0),
  ];
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(makeTableToken(secret, "r1", "t1", 0)).toBe(tokens[0]);
});

test("secrets are compared as texts, whatever their length", () => {
  expect(sameSecret("abc", "abc")).toBe(true);
  expect(sameSecret("abc", "abcd")).toBe(false);
});
