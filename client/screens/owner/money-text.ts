/** Money as a person types it, and back: minor units in between. */
export type MoneyStyle = { readonly digits: number; readonly decimal: string };

export function moneyStyle({ locale, currency }: { readonly locale: string; readonly currency: string }): MoneyStyle {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency });
  const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
  return { digits: format.resolvedOptions().maximumFractionDigits ?? 2, decimal };
}

/** `1250` as `12.50`, with the locale's own decimal sign and nothing else. */
export function moneyText(minor: number, { digits, decimal }: MoneyStyle): string {
  return (minor / 10 ** digits).toFixed(digits).replace(".", decimal);
}

/**
 * Minor units, or null for what is no amount. Takes a comma or a point for the decimals, whatever the locale: people type what their
 * keyboard offers. A sign followed by three digits parts thousands.
 */
export function readMoney(text: string, { digits }: MoneyStyle): number | null {
  const bare = text.replaceAll(/[\s\p{Sc}]/gu, "").replace("−", "-");
  const found = /^(-?)(\d{1,3}(?:[.,']\d{3})+|\d+)(?:[.,](\d+))?$/u.exec(bare);
  if (found === null) return null;
  const [, sign = "", whole = "", fraction = ""] = found;
  if (fraction.length > digits) return null;
  const minor = Number(whole.replaceAll(/\D/g, "") + fraction.padEnd(digits, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return sign === "-" && minor !== 0 ? -minor : minor;
}
