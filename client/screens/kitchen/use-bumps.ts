import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Act } from "../../device/device-context.tsx";
import { bumpsOf, recallsOf, type Card, type Move } from "./cards.ts";

/** PRODUCT.md: five seconds in place, and from Recall after that. */
export const UNDO_MS = 5_000;

type Bumped = { readonly card: Card; readonly moves: readonly Move[] };

/** Bumping, and taking it back for five seconds where the card stood. */
export function useBumps(act: Act) {
  const [bumped, setBumped] = useState<ReadonlyMap<string, Bumped>>(new Map());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());

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
    (card: Card) => {
      const moves = bumpsOf(card);
      if (moves.length === 0) return;
      setBumped((old) => new Map(old).set(card.cardId, { card, moves }));
      clearTimeout(timers.current.get(card.cardId));
      timers.current.set(card.cardId, setTimeout(() => drop(card.cardId), UNDO_MS));
      void Promise.all(moves.map((move) => act("ticket.bump", { orderId: card.cardId, ...move }))).then((kept) => {
        // Not durable: the card is as it was, and the failure is told by the shell.
        if (kept.includes(false)) drop(card.cardId);
      });
    },
    [act, drop],
  );

  const undo = useCallback(
    (cardId: string) => {
      const entry = bumped.get(cardId);
      if (entry === undefined) return;
      drop(cardId);
      for (const move of entry.moves) void act("ticket.recall", { orderId: cardId, ...move });
    },
    [act, bumped, drop],
  );

  const recall = useCallback(
    (card: Card) => {
      drop(card.cardId);
      for (const move of recallsOf(card)) void act("ticket.recall", { orderId: card.cardId, ...move });
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
  return { bumped: useMemo(() => new Set(bumped.keys()), [bumped]), last, bump, undo, recall };
}
