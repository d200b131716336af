import fc from "fast-check";
import { expect, it } from "vitest";
import { moneyStyle, moneyText, readMoney } from "./money-text.ts";

const POUNDS = moneyStyle({ locale: "en-GB", currency: "GBP" });
const EUROS = moneyStyle({ locale: "es-ES", currency: "EUR" });
const YEN = moneyStyle({ locale: "ja-JP", currency: "JPY" });

it("reads amounts as people type them", () => {
  const read = ["12", "12.5", "12,50", " £12.50 ", "1,250.00", "1.250,00", "1,250", "0", "-1.50", "12.345", "", "abc", "1.2.3", "12-"].map((text) => readMoney(text, POUNDS));
  expect(read).toEqual([1200, 1250, 1250, 1250, 125_000, 125_000, 125_000, 0, -150, 1_234_500, null, null, null, null]);
  expect(["1,200", "1200", "12.5"].map((text) => readMoney(text, YEN))).toEqual([1200, 1200, null]);
});

it("reads what it wrote, in every style", () => {
  for (const style of [POUNDS, EUROS, YEN]) {
    fc.assert(fc.property(fc.integer({ min: -100_000_00, max: 100_000_00 }), (minor) => readMoney(moneyText(minor, style), style) === minor));
  }
});
