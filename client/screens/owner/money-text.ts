/** Money as a person types it, and back: minor units in between. */
import { decimalText, isWritten, minorDigitsOf } from "#shared/kernel/money.ts";
import { asciiDigits } from "../../words/numerals.ts";

export type MoneyStyle = {
  readonly currency: string;
  readonly digits: number;
  /** What the locale puts before decimals, and between thousands. */
  readonly decimal: string;
  readonly group: string;
  /** The locale's own digits, from nought to nine. */
  readonly numerals: readonly string[];
};

export function moneyStyle({
  locale,
  currency,
  minorDigits,
}: {
  readonly locale: string;
  readonly currency: string;
  readonly minorDigits?: number | undefined;
}): MoneyStyle {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567.5);
  const sign = (type: "decimal" | "group") => parts.find((part) => part.type === type)?.value;
  const digit = new Intl.NumberFormat(locale, { useGrouping: false });
  return {
    currency,
    digits: minorDigitsOf({ currency, minorDigits }),
    decimal: sign("decimal") ?? ".",
    group: sign("group") ?? "",
    numerals: Array.from({ length: 10 }, (_, value) => digit.format(value)),
  };
}

/** `1250` as `12.50`, with the locale's own digits and decimal sign and nothing else. */
export function moneyText(
  minor: number,
  { currency, digits, decimal, numerals }: MoneyStyle,
): string {
  const written = decimalText(minor, digits);
  const shown = isWritten(minor, currency, digits) ? written : written.replace(/\..*/, "");
  return shown.replace(/[\d.]/g, (sign) =>
    sign === "." ? decimal : (numerals[Number(sign)] ?? sign),
  );
}

/**
 * Minor units, or null for what is no amount. People type what their keyboard offers, so a comma or
 * a point stands before the decimals, whatever the locale. One that is followed by three digits and
 * nothing else parts thousands, unless the currency has three decimals and the locale parts
 * thousands otherwise: `1.250` are twelve hundred and fifty pounds, and one dinar and a quarter.
 */
export function readMoney(text: string, style: MoneyStyle): number | null {
  const bare = asciiDigits(text, style.numerals)
    .replaceAll(/[\s\p{Sc}\p{Cf}]/gu, "")
    .replace(/^[−‐‑–﹣－]/, "-")
    .replaceAll(/[’`´＇]/g, "'")
    .replaceAll("，", ",")
    .replaceAll("．", ".")
    .replaceAll("٬", "'");
  const found = /^(-?)(\d+(?:([.,'])\d{2,3}(?:\3\d{2,3})*)??)(?:([.,٫])(\d+))?$/.exec(bare);
  return found === null ? null : minorUnits(found, style);
}

function minorUnits(
  [, sign = "", whole = "", , point = "", fraction = ""]: RegExpExecArray,
  style: MoneyStyle,
): number | null {
  const { digits } = style;
  const parts = point !== "" && isGroup(point, whole, fraction, style);
  if (!isGrouped(parts ? whole + point + fraction : whole)) return null;
  const decimals = parts ? "" : fraction;
  if (decimals.length > digits) return null;
  const minor = Number(
    (parts ? whole + fraction : whole).replaceAll(/\D/g, "") + decimals.padEnd(digits, "0"),
  );
  if (!Number.isSafeInteger(minor)) return null;
  return sign === "-" && minor !== 0 ? -minor : minor;
}

/**
 * Does the last sign of a text part thousands? Not one that follows another kind, nor the Arabic
 * decimal sign.
 */
function isGroup(
  point: string,
  whole: string,
  fraction: string,
  { digits, decimal, group }: MoneyStyle,
): boolean {
  const before = /\D/.exec(whole)?.[0];
  if (fraction.length !== 3 || point === "٫" || (before !== undefined && before !== point))
    return false;
  if (before === point) return true;
  return digits < 3 || (point === group && point !== decimal);
}

/**
 * Thousands parted by one sign, all along: by threes, or as in India by twos before the last three.
 */
const isGrouped = (whole: string): boolean =>
  /^(?:\d+|\d{1,3}(?:([.,'])\d{3})(?:\1\d{3})*|\d{1,2}(?:([.,'])\d{2})(?:\2\d{2})*\2\d{3})$/.test(
    whole,
  );
