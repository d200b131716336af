import type { RefObject } from "react";
import type { Line, Order } from "#shared/orders/order.ts";
import { useLink, useNow } from "../../device/device-context.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { BrandMark } from "../../ui/wordmark.tsx";
import { useWords } from "../../words/words.tsx";
import { freshness } from "../shell/freshness.ts";
import { footControl } from "./foot-control.ts";
import { PlainTicket } from "./plain-ticket.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { TicketCard } from "./ticket-card.tsx";
import type { Bumps } from "./use-bumps.ts";
import type { Choice } from "./use-choice.ts";
import type { Rail } from "./use-rail.ts";
import type { Rush } from "./use-rush.ts";
import type { Seen } from "../orders/use-seen.ts";
import type { OnDrawn } from "./use-shown.ts";
import type { Hands } from "./use-hands.ts";

type TicketRailProps = {
  room: RefObject<HTMLDivElement | null>;
  rail: Rail;
  choice: Choice;
  bumps: Bumps;
  rush: Rush;
  hands: Pick<Hands, "bump" | "touchLine" | "unread">;
  seen: Seen;
  stationName: (stationId: string) => string;
  /** There is nothing to make. */
  empty: boolean;
  /** Open cards that have no place. */
  beyond: number;
  onMore: (order: Pick<Order, "orderId">, line: Line | null) => void;
  onDrawn: OnDrawn;
};

/** The tickets, each in its place. */
export function TicketRail({
  room,
  rail,
  choice,
  bumps,
  rush,
  hands,
  seen,
  stationName,
  empty,
  beyond,
  onMore,
  onDrawn,
}: TicketRailProps) {
  const words = useWords();
  const preferences = usePreferences();
  const { layout, cards } = rail;
  const { along } = layout;
  const classes = [
    "rail",
    layout.rail ? "rail--scroll" : along === null ? "" : "rail--along",
    preferences.digits ? "rail--digits" : "",
  ];
  return (
    // A finger says what is meant from now on, and no longer a digit.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only watches for fingers: what they touch is inside
    <div
      ref={room}
      className={classes.filter(Boolean).join(" ")}
      onPointerDown={choice.unchoose}
      {...(along === null
        ? {}
        : {
            onScroll: (event) => choice.onScroll(event.currentTarget.scrollLeft),
            tabIndex: 0,
            role: "group",
            "aria-label": words.kitchen.rail,
          })}
    >
      {empty && choice.places.length === 0 && <Clear />}
      <div
        className="rail__sheet"
        style={
          layout.rail
            ? { height: layout.height + (beyond > 0 ? 0 : layout.strip) }
            : along === null
              ? undefined
              : { width: along.width }
        }
      >
        {choice.places.map((place) => {
          const card = cards.get(place.cardId);
          if (card === undefined) return null;
          const foot = {
            card,
            digit: choice.digitOf(place.cardId),
            chosen: place.cardId === choice.chosen,
            control: footControl(card, {
              isKept: bumps.kept.has(place.cardId),
              rushing: rush.pending.get(place.cardId),
              isUnread: place.cardId === hands.unread,
            }),
            onBump: hands.bump,
            onUndo: bumps.undo,
            onStopRush: rush.stop,
            onSeenVoid: seen.clear,
          };
          return (
            <Guarded
              key={place.cardId}
              of={card}
              plain={<PlainTicket {...foot} place={place} onDrawn={onDrawn} />}
            >
              <TicketCard
                {...foot}
                place={place}
                stationName={stationName}
                onLine={hands.touchLine}
                onMore={onMore}
                seen={seen.keysOf(place.cardId)}
                onDrawn={onDrawn}
              />
            </Guarded>
          );
        })}
      </div>
      {layout.rail && beyond > 0 && (
        <div style={{ paddingBottom: layout.strip }}>
          <AndMore count={beyond} />
        </div>
      )}
    </div>
  );
}

/** Nothing to make; said differently where nobody can know that. */
function Clear() {
  const { kitchen: words } = useWords();
  const link = useLink();
  const now = useNow();
  const sure =
    freshness(link, now) === "fresh" && (link.state === "live" || link.state === "polling");
  return (
    <EmptyState
      mark={<BrandMark />}
      title={sure ? words.emptyTitle : words.emptyStale}
      detail={sure ? words.emptyDetail : words.emptyStaleDetail}
    />
  );
}
