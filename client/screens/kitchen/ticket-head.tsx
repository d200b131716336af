import { memo } from "react";
import { ageSince } from "#shared/kitchen/aging.ts";
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import type { Order } from "#shared/orders/order.ts";
import { useNow, useSettings } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import {
  BagIcon,
  CalmShape,
  LateShape,
  NoteIcon,
  ScooterIcon,
  TableIcon,
  WarmShape,
} from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { Allergy } from "../orders/allergy-block.tsx";
import { placeOf } from "../orders/place-of.ts";
import { channelOf, senderOf } from "./about.ts";
import { heatOfCard, type KitchenCard } from "./cards.ts";
import { orderMarks, toneOf, wordOf } from "../orders/marks.ts";

type TicketHeadProps = {
  card: KitchenCard;
  seen: readonly string[];
  stationName: (stationId: string) => string;
  onMore: (order: Order, line: null) => void;
};

const ICONS = { dine_in: TableIcon, takeaway: BagIcon, delivery: ScooterIcon } as const;

/**
 * What is called out loud, who it is for, and how long they have waited. Touching it opens what
 * else can be done.
 */
export const TicketHead = memo(function TicketHead({
  card,
  seen,
  stationName,
  onMore,
}: TicketHeadProps) {
  return (
    <HeadAt
      card={card}
      seen={seen}
      stationName={stationName}
      nowMs={useNow()}
      onMore={() => onMore(card.order, null)}
    />
  );
});

type HeadAtProps = Omit<TicketHeadProps, "onMore"> & { nowMs: number; onMore?: () => void };

/** The head as it is at a moment, live or past. */
export function HeadAt({ card, seen, stationName, nowMs, onMore }: HeadAtProps) {
  const words = useWords();
  const format = useFormat();
  const settings = useSettings();
  const { order } = card;
  const heat = card.state === "open" ? heatOfCard(card, settings, nowMs) : "calm";
  const marks = orderMarks(order, card.seenAt);
  const Icon = ICONS[order.channel];
  const channel = channelOf(order, words, format, nowMs);
  return (
    <header className={`head head--${heat}`}>
      {/* The whole head opens it; a cover instead of a wrapping button, so that its words stay words for a screen reader. */}
      {onMore !== undefined && (
        <button
          type="button"
          className="head__cover"
          aria-label={words.kitchen.moreTicket(order.number)}
          onClick={onMore}
        />
      )}
      <div className="head__row">
        <h2 className="head__number">{order.number}</h2>
        <bdi className="head__place">{placeOf(order, words)}</bdi>
        <span className="head__age">{format.age(ageSince(card.firedAt, nowMs))}</span>
      </div>
      {channel !== null && (
        <p className="head__channel">
          <Icon />
          {channel}
        </p>
      )}
      <div className="head__row head__row--small">
        {channel === null && (
          <>
            <Icon />
            {order.tableLabel !== null && (
              <span className="visually-hidden">{words.channel[order.channel]} </span>
            )}
          </>
        )}
        <bdi className="head__from">{senderOf(order, words)}</bdi>
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
      {card.alsoAt.length > 0 && (
        <p className="head__also">
          {words.kitchen.alsoAt(card.alsoAt.map(stationName).join(", "))}
        </p>
      )}
    </header>
  );
}

/**
 * What people typed of the order. Touching it opens what the head opens, which is what says so to
 * who reads by ear.
 */
export function OrderNote({ order, onMore }: { order: Order; onMore?: TicketHeadProps["onMore"] }) {
  if (order.notes === null) return null;
  return (
    <div className="order-note">
      {onMore !== undefined && (
        <button
          type="button"
          className="head__cover"
          aria-hidden="true"
          tabIndex={-1}
          onClick={() => onMore(order, null)}
        />
      )}
      {isWarnedOrder(order) ? (
        <Allergy texts={[`“${order.notes}”`]} />
      ) : (
        <p className="order-note__text">
          <NoteIcon />
          <bdi>{order.notes}</bdi>
        </p>
      )}
    </div>
  );
}

/** Does what people typed of the order warn? */
export const isWarnedOrder = ({ notes }: Order): boolean =>
  notes !== null && mentionsAllergy(notes);
