import type { CSSProperties } from "react";

/**
 * How wide a character of a figure is at most, in its own size: digits, and the letters of a
 * currency.
 */
const CHARACTER_EM = 0.6;

/**
 * One number with its name, inside a `dl`. A good day's revenue is longer than a phone's half is
 * wide: it is written smaller.
 */
export const Figure = ({
  name,
  value,
  tone = "plain",
}: {
  name: string;
  value: string;
  tone?: "plain" | "late" | "go";
}) => (
  <div className={`figure figure--${tone}`}>
    <dt>{name}</dt>
    <dd style={{ "--share": 100 / (value.length * CHARACTER_EM) } as CSSProperties}>{value}</dd>
  </div>
);
