/**
 * Currencies after ISO 4217, in one table of ours. The engines' tables differ from it and from each
 * other (RSD has two decimals in Node 26 and none in Chromium 156; HUF, IDR, PKR and fifteen others
 * have none in either), so what is typed in one place would be read a hundredfold in another.
 * Nothing that turns minor units into an amount, or an amount into minor units, asks an engine how
 * many decimals there are.
 */

/** The currencies that people pay with, by how many decimals their minor unit has. */
const BY_DIGITS: readonly (readonly [digits: number, codes: string])[] = [
  [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"],
  [
    2,
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP " +
      "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN " +
      "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH " +
      "USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
  ],
  [3, "BHD IQD JOD KWD LYD OMR TND"],
];

/** Units of account: nobody pays with them, and they have their decimals all the same. */
const UNITS_OF_ACCOUNT: readonly (readonly [code: string, digits: number])[] = [
  ["CLF", 4],
  ["UYI", 0],
  ["UYW", 4],
];

/** What most currencies have, and what a code that the table does not know is given. */
const USUAL_DIGITS = 2;

const DIGITS = new Map<string, number>([
  ...BY_DIGITS.flatMap(([digits, codes]) =>
    codes.split(" ").map((code) => [code, digits] as const),
  ),
  ...UNITS_OF_ACCOUNT,
]);

/** Everything a restaurant may choose from, in the order of the alphabet. */
export const CURRENCIES: readonly string[] = BY_DIGITS.flatMap(([, codes]) =>
  codes.split(" "),
).sort();

/** The most decimals that any currency has. */
export const MOST_DIGITS = 4;

/** How many decimals a currency has by ISO 4217. */
export const isoDigits = (currency: string): number => DIGITS.get(currency) ?? USUAL_DIGITS;

/** Their hundredths are on paper only: whole amounts are written without decimals. */
const WHOLE_IN_PRACTICE = new Set(
  "AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR RSD SLL SOS SYP YER".split(" "),
);

/** Are the decimals of an amount written? Not of a whole one, where nobody has a coin for less. */
export const isWritten = (minor: number, currency: string, digits: number): boolean =>
  minor % 10 ** digits !== 0 || !WHOLE_IN_PRACTICE.has(currency);

/**
 * The decimals of a restaurant that was made before they were written down with it: those that the
 * browsers on its tablets and its guests' phones gave its currency (Chromium's table of
 * 2026-12-01), because its prices were typed and read with them.
 */
const digitsBefore = (currency: string): number =>
  WHOLE_IN_PRACTICE.has(currency) ? 0 : isoDigits(currency);

/**
 * How many decimals a restaurant's minor units stand for. What no currency has is passed over: with
 * it an amount could not be written at all.
 */
export const minorDigitsOf = ({
  currency,
  minorDigits,
}: {
  readonly currency: string;
  readonly minorDigits?: number | undefined;
}): number =>
  minorDigits !== undefined &&
  Number.isInteger(minorDigits) &&
  minorDigits >= 0 &&
  minorDigits <= MOST_DIGITS
    ? minorDigits
    : digitsBefore(currency);

/** Worth a hundredth of a dollar and less, some by far: prices have three zeros more. */
const WEAK = new Set(
  "AFN ALL AMD AOA ARS BDT CDF CLP CRC CUP CVE CZK DJF DOP DZD EGP ERN ETB GMD GYD HTG HUF INR IQD ISK JMD JPY KES KGS KMF KRW KZT LKR LRD LSL MKD MMK MRU MUR MWK MZN NGN NPR PHP PKR RSD RUB RWF SDG SOS SRD TRY VED VES VUV XAF XOF XPF YER ZMW ZWG".split(
    " ",
  ),
);
const WEAKEST = new Set(
  "BIF COP GNF IDR IRR KHR KPW LAK LBP MGA MNT PYG SLL SSP STN SYP TZS UGX UZS VND".split(" "),
);

/**
 * The highest price in whole units: about as much as a banquet could cost anywhere, and so much
 * that a slipped finger is noticed.
 */
const maxMajor = (currency: string): number =>
  WEAKEST.has(currency) ? 10 ** 10 : WEAK.has(currency) ? 10 ** 7 : 10 ** 5;

/** The highest price of one dish or option, in minor units. */
export const maxPrice = (currency: string, digits: number): number =>
  Math.min(MAX_PRICE, maxMajor(currency) * 10 ** digits);

/** The highest price in any currency, in minor units. */
export const MAX_PRICE = 10 ** 12;

/**
 * The most that an order may be worth, in minor units: nine hundred of the largest still add up to
 * a number that is exact, in JavaScript (2^53) as in Postgres (`bigint`).
 */
export const MAX_TOTAL = 10 ** 13;

/**
 * Minor units as a decimal number of ASCII digits, exact at any size: `1250` of two decimals is
 * `12.50`.
 */
export function decimalText(minor: number, digits: number): string {
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? "-" : ""}${whole}${digits === 0 ? "" : `.${text.slice(-digits)}`}`;
}
