import { expect, test } from "vitest";
import {
  CURRENCIES,
  decimalText,
  isoDigits,
  isWritten,
  MAX_PRICE,
  MAX_TOTAL,
  maxPrice,
  minorDigitsOf,
} from "./money.ts";

test("has the decimals of ISO 4217, whatever an engine says", () => {
  const digits = Object.fromEntries(
    ["GBP", "RSD", "HUF", "IDR", "IRR", "COP", "JPY", "UGX", "KWD", "IQD", "TND", "CLF", "XTS"].map(
      (code) => [code, isoDigits(code)],
    ),
  );
  expect(digits).toEqual({
    GBP: 2,
    RSD: 2,
    HUF: 2,
    IDR: 2,
    IRR: 2,
    COP: 2,
    JPY: 0,
    UGX: 0,
    KWD: 3,
    IQD: 3,
    TND: 3,
    CLF: 4,
    XTS: 2,
  });
  expect([
    CURRENCIES.length,
    new Set(CURRENCIES).size,
    CURRENCIES.every((code) => /^[A-Z]{3}$/.test(code)),
  ]).toEqual([155, 155, true]);
});

test("reads a restaurant from before with the decimals that its screens had, and a new one with its own", () => {
  const before = (currency: string) => minorDigitsOf({ currency });
  expect(["GBP", "JPY", "KWD", "RSD", "HUF", "IQD", "SLL"].map(before)).toEqual([
    2, 0, 3, 0, 0, 0, 0,
  ]);
  expect([
    minorDigitsOf({ currency: "RSD", minorDigits: 2 }),
    minorDigitsOf({ currency: "GBP", minorDigits: 3 }),
  ]).toEqual([2, 3]);
  // What no currency has cannot be written by any engine.
  expect(
    [300, 5, -1, 1.5, Number.NaN].map((minorDigits) =>
      minorDigitsOf({ currency: "KWD", minorDigits }),
    ),
  ).toEqual([3, 3, 3, 3, 3]);
  expect(minorDigitsOf({ currency: "GBP", minorDigits: 4 })).toBe(4);
});

test("writes decimals that nobody has a coin for only where there are any", () => {
  expect([
    isWritten(89_000, "RSD", 2),
    isWritten(89_050, "RSD", 2),
    isWritten(89_000, "GBP", 2),
    isWritten(890, "RSD", 0),
  ]).toEqual([false, true, true, false]);
});

test("writes amounts exactly, however large", () => {
  expect([
    decimalText(1250, 2),
    decimalText(5, 3),
    decimalText(-1250, 3),
    decimalText(0, 2),
    decimalText(890, 0),
    decimalText(MAX_TOTAL - 1, 2),
  ]).toEqual(["12.50", "0.005", "-1.250", "0.00", "890", "99999999999.99"]);
});

test("lets every currency have the prices that are paid in it, and no sum of a day that is not exact", () => {
  const most = (currency: string) =>
    maxPrice(currency, isoDigits(currency)) / 10 ** isoDigits(currency);
  expect([most("GBP"), most("KWD"), most("JPY"), most("ARS"), most("UZS"), most("IRR")]).toEqual([
    100_000, 100_000, 10_000_000, 10_000_000, 10_000_000_000, 10_000_000_000,
  ]);
  for (const currency of CURRENCIES) {
    for (const digits of [minorDigitsOf({ currency }), isoDigits(currency)]) {
      // What was allowed before is still.
      expect(maxPrice(currency, digits)).toBeGreaterThanOrEqual(100_000_00);
      expect(maxPrice(currency, digits)).toBeLessThanOrEqual(MAX_PRICE);
    }
  }
  expect(Number.isSafeInteger(900 * MAX_TOTAL)).toBe(true);
});
