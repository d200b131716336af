import { useMemo } from "react";
import { allDay } from "#shared/kitchen/all-day.ts";
import { isOpenLine } from "#shared/kitchen/ticket.ts";
import { Button } from "../../ui/button.tsx";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { PlainLine } from "../orders/plain-order.tsx";
import type { KitchenCard } from "./cards.ts";

/** Counted from the very cards of the rail, on all its pages, so that the two cannot disagree. */
export function AllDayPanel({ cards }: { cards: readonly KitchenCard[] }) {
  const { kitchen: words } = useWords();
  const format = useFormat();
  const { allDayVariants } = usePreferences();
  const counts = useMemo(() => allDay(cards.flatMap((card) => card.tickets)), [cards]);
  return (
    <aside className="all-day" aria-label={words.allDayTitle}>
      <div className="all-day__head">
        <h2 className="all-day__title">{words.allDayTitle}</h2>
        <Button
          size="kitchen"
          tone="quiet"
          aria-pressed={allDayVariants}
          onClick={() => prefer({ allDayVariants: !allDayVariants })}
        >
          {words.allDayVariants}
        </Button>
      </div>
      {counts.length === 0 ? (
        <p className="quiet">{words.allDayEmpty}</p>
      ) : (
        <ul className="all-day__list">
          {counts.map((count) => (
            <li key={count.menuItemId} className="all-day__row">
              <span className="all-day__count">{format.number(count.quantity)}</span>
              <span className="all-day__name">
                <bdi>{count.name}</bdi>
                {allDayVariants && count.variants.length > 0 && (
                  <span className="all-day__variants">
                    {count.variants.map((variant) => (
                      <span key={variant.name}>
                        {format.number(variant.quantity)} <bdi>{variant.name}</bdi>
                      </span>
                    ))}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

/** Where they cannot be counted: what is still to be made, line by line. */
export function PlainAllDay({ cards }: { cards: readonly KitchenCard[] }) {
  const { kitchen: words } = useWords();
  const open = cards
    .flatMap((card) => card.tickets)
    .flatMap((ticket) => ticket.lines.filter(isOpenLine));
  return (
    <aside className="all-day" aria-label={words.allDayTitle}>
      <ul className="all-day__list">
        {open.map((line) => (
          <li key={line.lineId} className="all-day__row">
            <PlainLine line={line} />
          </li>
        ))}
      </ul>
    </aside>
  );
}
