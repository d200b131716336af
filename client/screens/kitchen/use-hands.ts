import { useCallback, useEffect, useRef } from "react";
import type { Line, Order } from "#shared/orders/order.ts";
import type { Act } from "../../device/device-context.tsx";
import { type KitchenCard, openLines } from "./cards.ts";
import { lineMarks } from "../orders/marks.ts";
import type { Bumps } from "./use-bumps.ts";
import type { Rush } from "./use-rush.ts";
import type { Seen } from "../orders/use-seen.ts";
import { useUnread } from "./use-unread.ts";

export type Hands = ReturnType<typeof useHands>;

type HandsDeps = {
  act: Act;
  /** By id, as the rail has them. */
  cards: ReadonlyMap<string, KitchenCard>;
  bumps: Bumps;
  rush: Rush;
  see: Seen["see"];
  unchoose: () => void;
};

/**
 * What a finger or a key does to a card and to its lines. `bump` and `touchLine` stay the same
 * while what they need does, because every card has them.
 */
export function useHands({ act, cards, bumps, rush, see, unchoose }: HandsDeps) {
  const { bump: bumpCard } = bumps;
  const { stop: stopRush } = rush;
  const { cardId: unread, mayBump } = useUnread();
  const bump = useCallback(
    (card: KitchenCard) => {
      if (!mayBump(card.cardId)) return;
      unchoose();
      stopRush(card.cardId);
      bumpCard(card);
    },
    [bumpCard, unchoose, stopRush, mayBump],
  );
  const latest = useRef({ cards, bump });
  useEffect(() => {
    latest.current = { cards, bump };
  });
  const touchLine = useCallback(
    ({ orderId }: Order, line: Line) => {
      const card = latest.current.cards.get(orderId);
      if (card === undefined) return;
      // Who works on a line has read it.
      see(
        orderId,
        lineMarks(line, card.seenAt).map((mark) => mark.key),
      );
      const named = { lineId: line.lineId, generation: line.generation };
      if (line.status === "ready")
        void act("ticket.recall", { orderId, stationId: line.stationId, lines: [named] });
      // Its last line finishes a card as a bump does, and can be taken back like one.
      else if (line.status === "preparing" && openLines(card).length === 1)
        latest.current.bump(card);
      else
        void act("line.setStatus", {
          orderId,
          ...named,
          status: line.status === "queued" ? "preparing" : "ready",
        });
    },
    [act, see],
  );
  const askRush = (card: KitchenCard, wanted: boolean) => {
    if (wanted) rush.rush(card.cardId);
    else void act("order.rush", { orderId: card.cardId, rush: false });
  };
  return { bump, touchLine, askRush, unread };
}
