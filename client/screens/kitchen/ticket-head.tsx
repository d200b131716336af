import { memo } from "react";
import { ageMs } from "#shared/kitchen/aging.ts";
import { fromIso } from "#shared/kernel/time.ts";
import type { Channel } from "#shared/orders/order.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { BagIcon, CalmShape, LateShape, NoteIcon, ScooterIcon, TableIcon, WarmShape } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { heatOfCard, type Card } from "./cards.ts";
import { orderMarks, toneOf, wordOf } from "../orders/marks.ts";

type TicketHeadProps = { card: Card; seen: readonly string[]; stationName: (stationId: string) => string; onMore: (card: Card, line: null) => void };

/** What is called out loud, who it is for, and how long they have waited. Touching it opens what else can be done. */
export const TicketHead = memo(function TicketHead({ card, seen, stationName, onMore }: TicketHeadProps) {
  const words = useWords();
  const format = useFormat();
  const { settings } = useView();
  const { order } = card;
  const now = useNow();
  const heat = card.state === "open" ? heatOfCard(card, settings, now) : "calm";
  const marks = orderMarks(order);
  const place = order.tableLabel === null ? order.guestName : words.common.table(order.tableLabel);
  const guest = order.tableLabel !== null && order.guestName !== null ? order.guestName : null;
  return (
    <header className={`head head--${heat}`}>
      {/* The whole head opens it; a cover instead of a wrapping button, so that its words stay words for a screen reader. */}
      <button type="button" className="head__cover" aria-label={words.kitchen.moreTicket(order.number)} onClick={() => onMore(card, null)} />
      <div className="head__row">
        <h2 className="head__number">{order.number}</h2>
        <span className="head__place">{place ?? words.channel[order.channel]}</span>
        <span className="head__age">{format.age(ageMs(order, now))}</span>
      </div>
      <div className="head__row head__row--small">
        <span className="head__channel">
          <ChannelIcon channel={order.channel} />
          {words.channel[order.channel]}
          {order.promisedAt !== null && ` ${words.kitchen.promised(format.time(fromIso(order.promisedAt)))}`}
        </span>
        <span className="head__from">{[guest, words.kitchen.from(order.source.name)].filter((part) => part !== null).join(" · ")}</span>
        <span className="head__heat">
          {heat === "late" ? <LateShape /> : heat === "warm" ? <WarmShape /> : <CalmShape />}
          {words.age[heat]}
        </span>
      </div>
      {marks.length > 0 && (
        <p className="head__marks">
          {marks.map((mark) => (
            <Badge key={mark.key} tone={toneOf(mark)} solid={!seen.includes(mark.key)}>
              {wordOf(mark, order, words.kitchen)}
            </Badge>
          ))}
        </p>
      )}
      {card.alsoAt.length > 0 && <p className="head__also">{words.kitchen.alsoAt(card.alsoAt.map(stationName).join(", "))}</p>}
      {order.notes !== null && (
        <p className="head__note">
          <NoteIcon />
          <span>{order.notes}</span>
        </p>
      )}
    </header>
  );
});

const ChannelIcon = ({ channel }: { channel: Channel }) => (channel === "dine_in" ? <TableIcon /> : channel === "takeaway" ? <BagIcon /> : <ScooterIcon />);
