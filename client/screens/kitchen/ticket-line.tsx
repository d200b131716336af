import { memo, useRef } from "react";
import type { Line, Order } from "#shared/orders/order.ts";
import { Badge } from "../../ui/badge.tsx";
import { AllergyIcon, PreparingShape, QueuedShape, ReadyShape } from "../../ui/icons.tsx";
import { allergenNames } from "../../words/allergens.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { isRemoval, lineMarks, toneOf, wordOf } from "../orders/marks.ts";
import "./ticket-line.css";

type TicketLineProps = { order: Order; line: Line; seen: readonly string[]; onTouch: (line: Line) => void; onMore: (line: Line) => void };

/** A second touch within this time is the same touch: gloves and wet glass bounce. */
export const BOUNCE_MS = 350;
const LONG_PRESS_MS = 550;

/** One line: touch it to start it, again to finish it, again to put it back. A long press tells more. */
export const TicketLine = memo(function TicketLine({ order, line, seen, onTouch, onMore }: TicketLineProps) {
  const words = useWords();
  const format = useFormat();
  const lastTouch = useRef(Number.NEGATIVE_INFINITY);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const quantity = format.number(line.quantity);
  const dead = line.status === "cancelled" || line.status === "served";
  const marks = lineMarks(order, line);
  const allergies = allergenNames(line.allergies, words.orders.allergens).join(", ");
  const spoken = [
    words.kitchen.line(quantity, line.name, words.lineStatus[line.status]),
    ...line.modifiers.map((modifier) => modifier.name),
    ...(line.notes === null ? [] : [line.notes]),
    ...marks.map((mark) => wordOf(mark, order, words.kitchen)),
    ...(line.allergies.length === 0 ? [] : [`${words.kitchen.allergy}: ${allergies}`]),
  ].join(", ");
  const release = () => clearTimeout(press.current);
  return (
    <li className={`line line--${line.status}`} data-line={line.lineId}>
      <button
        type="button"
        className="line__touch"
        disabled={dead}
        onPointerDown={() => {
          release();
          press.current = setTimeout(() => {
            lastTouch.current = performance.now();
            onMore(line);
          }, LONG_PRESS_MS);
        }}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => {
          release();
          // Keyboards do not bounce: a click without a pointer has no detail.
          if (event.detail > 0 && performance.now() - lastTouch.current < BOUNCE_MS) return;
          lastTouch.current = performance.now();
          onTouch(line);
        }}
      >
        {/* Said in one breath; what is drawn beside it is for eyes. */}
        <span className="visually-hidden">{spoken}</span>
        <span className="line__state" aria-hidden="true">{line.status === "queued" ? <QueuedShape /> : line.status === "preparing" ? <PreparingShape /> : dead ? null : <ReadyShape />}</span>
        <span className="line__words" aria-hidden="true">
          <span className="line__name">
            <span className={line.quantity > 1 ? "line__quantity line__quantity--many" : "line__quantity"}>{quantity}</span> {line.name}
          </span>
          {line.modifiers.map((modifier) => (
            <span key={`${modifier.modifierId}/${modifier.optionId}`} className={isRemoval(modifier.name) ? "line__modifier line__modifier--removal" : "line__modifier"}>
              {modifier.name}
            </span>
          ))}
          {line.notes !== null && <span className="line__note">“{line.notes}”</span>}
          {marks.length > 0 && (
            <span className="line__marks">
              {marks.map((mark) => (
                <Badge key={mark.key} tone={toneOf(mark)} solid={!seen.includes(mark.key)}>
                  {wordOf(mark, order, words.kitchen)}
                </Badge>
              ))}
            </span>
          )}
        </span>
      </button>
      {line.allergies.length > 0 && (
        <p className="allergy">
          <AllergyIcon />
          <span>
            <strong>{words.kitchen.allergy}</strong> {allergies}
          </span>
        </p>
      )}
    </li>
  );
});
