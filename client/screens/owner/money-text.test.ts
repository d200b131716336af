import fc from "fast-check";
import { expect, test } from "vitest";
import { CURRENCIES, isoDigits, MAX_PRICE, minorDigitsOf } from "#shared/kernel/money.ts";
import { moneyStyle, moneyText, readMoney } from "./money-text.ts";

const POUNDS = moneyStyle({ locale: "en-GB", currency: "GBP" });
const YEN = moneyStyle({ locale: "ja-JP", currency: "JPY" });
const dinars = (locale: string) => moneyStyle({ locale, currency: "KWD" });

/**
 * Every kind of digits, decimal sign and thousands sign that the engine knows, and both kinds of
 * grouping.
 */
const LOCALES = [
  "en-GB",
  "en-IN",
  "en-ZA",
  "es-ES",
  "es-MX",
  "es-US",
  "fr-FR",
  "fr-CH",
  "de-DE",
  "de-AT",
  "de-CH",
  "it-CH",
  "pt-PT",
  "pt-CV",
  "sv-SE",
  "nb-NO",
  "fi-FI",
  "et-EE",
  "lt-LT",
  "pl-PL",
  "cs-CZ",
  "bg-BG",
  "ru-RU",
  "sl-SI",
  "hu-HU",
  "tr-TR",
  "el-GR",
  "he-IL",
  "ar",
  "ar-EG",
  "ar-AE",
  "ar-MA",
  "ar-KW",
  "fa-IR",
  "fa-AF",
  "ps-AF",
  "ur-PK",
  "ckb-IQ",
  "hi-IN",
  "hi-IN-u-nu-deva",
  "mr-IN",
  "ne-NP",
  "bn-BD",
  "as-IN",
  "gu-IN-u-nu-gujr",
  "ta-IN-u-nu-taml",
  "my-MM",
  "km-KH-u-nu-khmr",
  "lo-LA-u-nu-laoo",
  "th-TH",
  "th-TH-u-nu-thai",
  "dz-BT",
  "mni-IN",
  "sat-IN",
  "ff-Adlm-GN",
  "ccp-BD",
  "rm-CH",
  "gsw-CH",
  "ja-JP",
  "ja-JP-u-nu-fullwide",
  "zh-CN",
  "ko-KR",
  "vi-VN",
  "id-ID",
];

test("reads amounts as people type them", () => {
  const read = [
    "12",
    "12.5",
    "12,50",
    " £12.50 ",
    "1,250.00",
    "1.250,00",
    "1,250",
    "0",
    "-1.50",
    "12.345",
    "1'250.50",
    "1 250,5",
    "12,34,567.50",
    "",
    "abc",
    "1.2.3",
    "12-",
    "1,25.00",
    "1.25.00",
    "1,250.000,00",
  ].map((text) => readMoney(text, POUNDS));
  expect(read).toEqual([
    1200,
    1250,
    1250,
    1250,
    125_000,
    125_000,
    125_000,
    0,
    -150,
    1_234_500,
    125_050,
    125_050,
    123_456_750,
    null,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(
    ["1,200", "1200", "12.5", "１２００", "１，２００"].map((text) => readMoney(text, YEN)),
  ).toEqual([1200, 1200, null, 1200, 1200]);
});

test("takes three digits for decimals where the currency has three, unless the locale parts thousands with that very sign", () => {
  expect(moneyText(1250, dinars("en-GB"))).toBe("1.250");
  expect(
    ["1.250", "1,250", "1,250.000", "1.250,000", "12.5", "1.2500"].map((text) =>
      readMoney(text, dinars("en-GB")),
    ),
  ).toEqual([1250, 1_250_000, 1_250_000, 1_250_000, 12_500, null]);
  expect(["1,250", "1.250", "1.250,000"].map((text) => readMoney(text, dinars("es-ES")))).toEqual([
    1250, 1_250_000, 1_250_000,
  ]);
  expect(["1,250", "1.250", "1’250"].map((text) => readMoney(text, dinars("de-CH")))).toEqual([
    1250, 1250, 1_250_000,
  ]);
});

test("writes and reads the digits of the house's own language, and of any other keyboard", () => {
  const [cairo, tehran, delhi] = [
    moneyStyle({ locale: "ar-EG", currency: "EGP" }),
    moneyStyle({ locale: "fa-IR", currency: "KWD" }),
    moneyStyle({ locale: "hi-IN-u-nu-deva", currency: "INR" }),
  ];
  expect([moneyText(1250, cairo), moneyText(1250, tehran), moneyText(-1250, delhi)]).toEqual([
    "١٢٫٥٠",
    "۱٫۲۵۰",
    "-१२.५०",
  ]);
  expect(["١٢٫٥٠", "12.50", "١٬٢٥٠٫٠٠", "۱۲٫۵"].map((text) => readMoney(text, cairo))).toEqual([
    1250, 1250, 125_000, 1250,
  ]);
  expect(["१२.५०", "۱۲٫۵۰"].map((text) => readMoney(text, POUNDS))).toEqual([1250, 1250]);
});

test("reads what it wrote, in every currency and every way of writing numbers", () => {
  const wrong = LOCALES.flatMap((locale) => {
    const inPounds = moneyStyle({ locale, currency: "GBP" });
    return [...CURRENCIES, "CLF", "XTS"].flatMap((currency) =>
      [minorDigitsOf({ currency }), isoDigits(currency)].flatMap((digits) => {
        const style = { ...inPounds, currency, digits };
        return AMOUNTS.filter((minor) => readMoney(moneyText(minor, style), style) !== minor).map(
          (minor) => `${locale} ${currency} ${digits}: ${minor}`,
        );
      }),
    );
  });
  expect(wrong).toEqual([]);
});

test("reads what it wrote, whatever the amount", () => {
  const anyStyle = fc
    .record({ locale: fc.constantFrom(...LOCALES), currency: fc.constantFrom(...CURRENCIES) })
    .map(moneyStyle);
  fc.assert(
    fc.property(
      anyStyle,
      fc.integer({ min: -MAX_PRICE, max: MAX_PRICE }),
      (style, minor) => readMoney(moneyText(minor, style), style) === minor,
    ),
    { numRuns: 2_000 },
  );
});

const AMOUNTS = [0, 1, 999, 1000, 1250, -1250, 125_000, MAX_PRICE];
