/**
 * An order in plain text, for when it cannot be drawn as what it is: every word of it, through no
 * formatter, so that nothing here can fail.
 */
import type { ReactNode } from "react";
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import { useWords } from "../../words/words.tsx";
import "./plain-order.css";

type PlainOrderProps = { order: Order; className?: string; children?: ReactNode };

export function PlainOrder({ order, className = "", children }: PlainOrderProps) {
  return (
    <section className={`plain-order ${className}`} data-order={order.orderId}>
      <header className="plain-order__head">{plainHead(order)}</header>
      <ul className="plain-order__lines">
        {order.lines.map((line) => (
          <li key={line.lineId}>
            <PlainLine line={line} />
          </li>
        ))}
      </ul>
      {children}
    </section>
  );
}

export function PlainLine({ line }: { line: Line }) {
  const { kitchen: words } = useWords();
  return plainLine(line, words.allergy);
}

/**
 * Its number alone, for what names an order without drawing it: a button, an alarm, a list of many.
 */
export const plainNumber = ({ number }: { readonly number: unknown }): string => plain(number);

export const plainHead = ({ number, tableLabel, guestName, notes }: Order): string =>
  said([number, tableLabel, guestName, notes]);

/** What may be cut off at its end: warnings first, and what else people typed of the order last. */
export function plainCall(
  { number, tableLabel, guestName, notes }: Order,
  lines: readonly Line[],
  allergy: string,
): string {
  const warns = mentionsAllergy(plain(notes));
  return said([
    warns ? notes : null,
    ...lines.map((line) => plainLine(line, allergy)),
    number,
    tableLabel,
    guestName,
    warns ? null : notes,
  ]);
}

export function plainLine(
  { quantity, name, modifiers, notes, allergies, status }: Line,
  allergy: string,
): string {
  const warned = namesIn(allergies);
  const warns = mentionsAllergy(plain(notes));
  return said([
    `${plain(quantity)} × ${plain(name)}`,
    warned === "" ? null : `${allergy}: ${warned}`,
    warns ? notes : null,
    namesIn(modifiers),
    warns ? null : notes,
    status,
  ]);
}

const said = (parts: readonly unknown[]): string =>
  parts
    .map(plain)
    .filter((part) => part !== "")
    .join(" · ");

const plain = (value: unknown): string =>
  typeof value === "string"
    ? value
    : value === null || value === undefined
      ? ""
      : JSON.stringify(value);

/** Of what should be a list of names, or of things that have one. */
const namesIn = (list: unknown): string =>
  Array.isArray(list)
    ? list
        .map((it: unknown) =>
          plain(typeof it === "object" && it !== null && "name" in it ? it.name : it),
        )
        .join(", ")
    : plain(list);
