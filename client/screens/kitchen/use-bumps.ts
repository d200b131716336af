import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { Act } from "../../device/device-context.tsx";
import { UNDO_MS } from "../orders/undo-window.ts";
import { bumpsOf, openLines, recallsOf, type KitchenCard, type Move } from "./cards.ts";

type Bumped = {
  readonly firedAt: IsoTime;
  readonly moves: readonly Move[];
  /** Lines that somebody was making. */ readonly begun: ReadonlySet<string>;
};

export type Bumps = ReturnType<typeof useBumps>;

/** Finishing a card, and taking it back for five seconds where the card stood. */
export function useBumps(act: Act) {
  const [bumped, setBumped] = useState<ReadonlyMap<string, Bumped>>(new Map());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  // Every card has `undo`, so it stays the same: a bump draws one card and not all of them.
  const latest = useRef(bumped);
  useEffect(() => {
    latest.current = bumped;
  });

  const drop = useCallback((cardId: string) => {
    clearTimeout(timers.current.get(cardId));
    timers.current.delete(cardId);
    setBumped((old) => {
      const next = new Map(old);
      next.delete(cardId);
      return next;
    });
  }, []);

  const bump = useCallback(
    (card: KitchenCard) => {
      const moves = bumpsOf(card);
      if (moves.length === 0) return;
      const begun = new Set(
        openLines(card)
          .filter((line) => line.status === "preparing")
          .map((line) => line.lineId),
      );
      setBumped((old) => new Map(old).set(card.cardId, { firedAt: card.firedAt, moves, begun }));
      clearTimeout(timers.current.get(card.cardId));
      timers.current.set(
        card.cardId,
        setTimeout(() => drop(card.cardId), UNDO_MS),
      );
      void Promise.all(
        moves.map((move) => act("ticket.bump", { orderId: card.cardId, ...move })),
      ).then((kept) => {
        // Not durable: the card is as it was, and the failure is told by the shell.
        if (kept.includes(false)) drop(card.cardId);
      });
    },
    [act, drop],
  );

  /** Back to what it was: a recall makes a line queued, so what was being made is begun again. */
  const undo = useCallback(
    (cardId: string) => {
      const entry = latest.current.get(cardId);
      if (entry === undefined) return;
      drop(cardId);
      for (const move of entry.moves) void act("ticket.recall", { orderId: cardId, ...move });
      for (const { lineId, generation } of entry.moves.flatMap((move) => move.lines)) {
        if (entry.begun.has(lineId))
          void act("line.setStatus", {
            orderId: cardId,
            lineId,
            generation: generation + 1,
            status: "preparing",
          });
      }
    },
    [act, drop],
  );

  const recall = useCallback(
    (card: KitchenCard) => {
      drop(card.cardId);
      for (const move of recallsOf(card))
        void act("ticket.recall", { orderId: card.cardId, ...move });
    },
    [act, drop],
  );

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
    };
  }, []);

  const last = [...bumped.keys()].at(-1) ?? null;
  return {
    kept: useMemo(
      () => new Map([...bumped].map(([cardId, { firedAt }]) => [cardId, firedAt])),
      [bumped],
    ),
    last,
    bump,
    undo,
    recall,
  };
}
