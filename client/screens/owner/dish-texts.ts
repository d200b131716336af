/**
 * The fields of a dish that an owner types as one line of text: how each is written, read and
 * typed. A field more of this kind is one entry more, and its label in `dish.fields`.
 */
import { maxPrice } from "#shared/kernel/money.ts";
import { trimmed } from "#shared/kernel/tidy.ts";
import type { MenuItem } from "#shared/menu/menu.ts";
import { asciiDigits } from "../../words/numerals.ts";
import { moneyText, readMoney, type MoneyStyle } from "./money-text.ts";

export type Fault =
  | "missing"
  | "tooLong"
  | "noAmount"
  | "noMinutes"
  | "tooMuch"
  | "noOptions"
  | "minAboveMax"
  | "minAboveOptions"
  | "twice";

export type Read<Value> = { readonly value: Value } | { readonly fault: Fault };

type How<Value> = {
  readonly print: (value: Value, style: MoneyStyle) => string;
  /** Of what is not blank. */
  readonly read: (typed: string, style: MoneyStyle) => Read<Value>;
  /** A dish without it is none. */
  readonly needed?: true;
  /** Its label names the currency. */
  readonly money?: true;
  readonly maxLength?: number;
  readonly inputMode?: "decimal";
};

/** By their names in the form, in the order of the dialog. */
export const DISH_TEXTS = {
  name: of("name", {
    print: (name) => name,
    read: (typed) => readLine(typed, 120),
    needed: true,
    maxLength: 120,
  }),
  price: of("price", {
    print: moneyText,
    read: (typed, style) => readAmount(typed, style, 0),
    needed: true,
    money: true,
    inputMode: "decimal",
  }),
  prepMinutes: of("prepSeconds", {
    print: (seconds) => String(seconds / 60),
    read: readMinutes,
    inputMode: "decimal",
  }),
};

export type DishTextName = keyof typeof DISH_TEXTS;

export const DISH_TEXT_NAMES = Object.keys(DISH_TEXTS) as DishTextName[];

/**
 * What a form's texts come to: the dish's members, those left blank left out, and what is wrong, by
 * the text's name.
 */
export function readTexts(
  typed: Readonly<Record<DishTextName, string>>,
  style: MoneyStyle,
): {
  readonly members: Partial<MenuItem>;
  readonly faults: Readonly<Partial<Record<DishTextName, Fault>>>;
} {
  const members: Partial<MenuItem> = {};
  const faults: Partial<Record<DishTextName, Fault>> = {};
  for (const name of DISH_TEXT_NAMES) {
    const read = DISH_TEXTS[name].read(typed[name], style);
    if ("fault" in read) faults[name] = read.fault;
    else Object.assign(members, read.value);
  }
  return { members, faults };
}

export function readLine(typed: string, max: number): Read<string> {
  const value = trimmed(typed);
  return value === ""
    ? { fault: "missing" }
    : value.length > max
      ? { fault: "tooLong" }
      : { value };
}

/** Minor units. */
export function readAmount(typed: string, style: MoneyStyle, min: number): Read<number> {
  const value = readMoney(typed, style);
  if (value === null || value < min) return { fault: "noAmount" };
  return value > maxPrice(style.currency, style.digits) ? { fault: "tooMuch" } : { value };
}

const DAY_MINUTES = 24 * 60;

/** Seconds. */
function readMinutes(typed: string): Read<number> {
  const minutes = Number(asciiDigits(typed).trim().replace(/[,٫]/, "."));
  if (Number.isNaN(minutes) || minutes < 0) return { fault: "noMinutes" };
  return minutes > DAY_MINUTES ? { fault: "tooMuch" } : { value: Math.round(minutes * 60) };
}

function of<Member extends keyof MenuItem>(
  member: Member,
  { print, read, ...typed }: How<NonNullable<MenuItem[Member]>>,
) {
  return {
    ...typed,
    print(item: MenuItem, style: MoneyStyle): string {
      const value = item[member];
      return value === undefined ? "" : print(value, style);
    },
    read(text: string, style: MoneyStyle): Read<Partial<MenuItem>> {
      if (trimmed(text) === "") return typed.needed === true ? { fault: "missing" } : { value: {} };
      const found = read(text, style);
      return "fault" in found ? found : { value: { [member]: found.value } };
    },
  };
}
