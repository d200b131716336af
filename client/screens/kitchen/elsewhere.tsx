import { memo, useState } from "react";
import { ageSince, type Heat } from "#shared/kitchen/aging.ts";
import { useNow, useSettings } from "../../device/device-context.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { CalmShape, FlameIcon, LateShape, WarmShape } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { plainHead } from "../orders/plain-order.tsx";
import { heatOfCard, type KitchenCard } from "./cards.ts";

type ElsewhereProps = {
  cards: readonly KitchenCard[];
  pageOf: (cardId: string) => number;
  /** The strip's, in pixels; 0 before it is known. */
  width: number;
  rem: number;
  onGo: (cardId: string) => void;
};

/** The least width of one, in rem, as in strip.css. */
const NARROWEST = 6.5;

/**
 * Tickets on other pages, in their turn: where to look next. Drawn as far as somebody has scrolled,
 * and as much again: all of them are drawn anew every second, and ten thousand took the browser
 * three seconds to lay out.
 */
export function CardsElsewhere({ cards, pageOf, width, rem, onGo }: ElsewhereProps) {
  const words = useWords();
  const format = useFormat();
  const settings = useSettings();
  const now = useNow();
  const [seen, setSeen] = useState(1);
  const drawn = cards.slice(0, (seen + 1) * Math.ceil(width / (NARROWEST * rem)));
  return (
    <ul
      className="strip__list"
      aria-label={words.kitchen.elsewhere}
      onScroll={({ currentTarget }) =>
        setSeen(Math.max(seen, Math.ceil(Math.abs(currentTarget.scrollLeft) / width) + 1))
      }
    >
      {drawn.map((card, index) => (
        <li
          key={card.cardId}
          className="elsewhere"
          aria-posinset={index + 1}
          aria-setsize={cards.length}
        >
          <Guarded
            of={card}
            plain={
              <button type="button" className="elsewhere__touch" onClick={() => onGo(card.cardId)}>
                {plainHead(card.order)}
              </button>
            }
          >
            <There
              cardId={card.cardId}
              number={card.order.number}
              rush={card.order.rush}
              page={pageOf(card.cardId)}
              heat={heatOfCard(card, settings, now)}
              age={format.age(ageSince(card.firedAt, now))}
              onGo={onGo}
            />
          </Guarded>
        </li>
      ))}
    </ul>
  );
}

type ThereProps = {
  cardId: string;
  number: string;
  rush: boolean;
  page: number;
  heat: Heat;
  age: string;
  onGo: (cardId: string) => void;
};

const There = memo(function There({ cardId, number, rush, page, heat, age, onGo }: ThereProps) {
  const words = useWords();
  return (
    <button
      type="button"
      className={`elsewhere__touch elsewhere__touch--${heat}`}
      onClick={() => onGo(cardId)}
    >
      <span className="elsewhere__number">{number}</span>
      <span className="visually-hidden">
        , {words.kitchen.elsewhereAt(page + 1, words.age[heat])},{" "}
      </span>
      {rush && (
        <span className="elsewhere__rush">
          <FlameIcon />
          {words.kitchen.rush}
          <span className="visually-hidden">, </span>
        </span>
      )}
      <span className="elsewhere__age">
        {heat === "late" ? <LateShape /> : heat === "warm" ? <WarmShape /> : <CalmShape />}
        {age}
      </span>
    </button>
  );
});
