import { ageSince } from "#shared/kitchen/aging.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { CalmShape, LateShape, WarmShape } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { heatOfCard, openLines, type Card } from "./cards.ts";

/** Tickets on other pages, in their turn: where to look next. */
export function Elsewhere({ cards, pageOf, onGo }: { cards: readonly Card[]; pageOf: (cardId: string) => number; onGo: (cardId: string) => void }) {
  const words = useWords();
  const format = useFormat();
  const { settings } = useView();
  const now = useNow();
  return (
    <ul className="strip__list" aria-label={words.kitchen.elsewhere}>
      {cards.filter((card) => openLines(card).length > 0).map((card) => {
        const heat = heatOfCard(card, settings, now);
        return (
          <li key={card.cardId} className="elsewhere">
            <button type="button" className={`elsewhere__touch elsewhere__touch--${heat}`} onClick={() => onGo(card.cardId)}>
              <span className="elsewhere__number">{card.order.number}</span>
              <span className="visually-hidden">, {words.kitchen.elsewhereAt(pageOf(card.cardId) + 1, words.age[heat])}, </span>
              <span className="elsewhere__age">
                {heat === "late" ? <LateShape /> : heat === "warm" ? <WarmShape /> : <CalmShape />}
                {format.age(ageSince(card.firedAt, now))}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
