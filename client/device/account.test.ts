import { expect, test } from "vitest";
import { readCode } from "./account.ts";

test("reads a pairing code however it was typed", () => {
  expect(readCode("k7m2p-4xqrt")).toBe("K7M2P-4XQRT");
  expect(readCode(" K7M2P 4XQRT ")).toBe("K7M2P-4XQRT");
  expect(readCode("KOM2PI4LQR")).toBe("K0M2P-141QR");
});

test("knows what cannot be a code", () => {
  expect(readCode("K7M2P")).toBeNull();
  expect(readCode("K7M2P-4XQRU")).toBeNull();
  expect(readCode("")).toBeNull();
});
