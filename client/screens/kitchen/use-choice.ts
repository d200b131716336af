import { useCallback, useMemo, useState, type RefObject } from "react";
import { isRightToLeft } from "../../platform/page.ts";
import { neighbour, type Direction, type Layout, type CardPlace } from "./layout.ts";

/** As many tickets as there are digits. */
export const DIGITS = 9;

export type Choice = {
  readonly page: number;
  /** What is drawn: this page's cards, or all of them where they stand side by side. */
  readonly places: readonly CardPlace[];
  readonly chosen: string | null;
  readonly digitOf: (cardId: string) => number | null;
  readonly pageOf: (cardId: string) => number;
  readonly goPage: (page: number) => void;
  readonly choose: (cardId: string) => void;
  readonly unchoose: () => void;
  readonly digit: (digit: number) => void;
  readonly move: (direction: Direction) => void;
  /** The next nine on this page, then the next page, then the first again. */
  readonly turn: () => void;
  readonly onScroll: (scrolled: number) => void;
};

/** Which page is in sight and which card is chosen on it, by finger, digit or arrow. */
export function useChoice(layout: Layout, room: RefObject<HTMLElement | null>): Choice {
  const [wantedPage, setPage] = useState(0);
  const [group, setGroup] = useState(0);
  const [wanted, setChosen] = useState<string | null>(null);
  const { along, rail } = layout;
  const page = Math.min(wantedPage, layout.pages - 1);
  const here = useMemo(
    () => layout.places.filter((place) => place.page === page),
    [layout.places, page],
  );
  const first = group * DIGITS < here.length ? group * DIGITS : 0;
  const digits = useMemo(
    () =>
      new Map(here.slice(first, first + DIGITS).map((place, index) => [place.cardId, index + 1])),
    [here, first],
  );
  const pages = useMemo(
    () => new Map(layout.places.map((place) => [place.cardId, place.page])),
    [layout.places],
  );

  const goPage = useCallback(
    (to: number) => {
      setPage(to);
      setGroup(0);
      if (along !== null)
        room.current?.scrollTo({
          left: to * along.pageWidth * (isRightToLeft() ? -1 : 1),
          behavior: "smooth",
        });
    },
    [along, room],
  );
  const choose = useCallback(
    (cardId: string) => {
      setChosen(cardId);
      const place = layout.places.find((it) => it.cardId === cardId);
      if (place === undefined) return;
      if (place.page !== page) goPage(place.page);
      // Also when it was chosen before: whatever was touched since has the focus, and Enter with
      // it.
      room.current
        ?.querySelector<HTMLElement>(`[data-card="${place.cardId}"]`)
        ?.focus({ preventScroll: true });
      if (rail) room.current?.scrollTo({ top: place.y, behavior: "smooth" });
    },
    [layout.places, page, goPage, room, rail],
  );
  const unchoose = useCallback(() => setChosen(null), []);
  // A choice that has left the board is none.
  const chosen = wanted !== null && pages.has(wanted) ? wanted : null;

  return {
    page,
    places: along === null ? here : layout.places,
    chosen,
    digitOf: (cardId) => digits.get(cardId) ?? null,
    pageOf: useCallback((cardId) => pages.get(cardId) ?? layout.pages - 1, [pages, layout.pages]),
    goPage,
    choose,
    unchoose,
    digit(digit) {
      const place = here[first + digit - 1];
      if (place !== undefined) choose(place.cardId);
    },
    move(direction) {
      const to =
        chosen === null
          ? here[0]?.cardId
          : neighbour(
              along === null ? here : layout.places,
              chosen,
              isRightToLeft() ? mirrored(direction) : direction,
            );
      if (to !== undefined && to !== null) choose(to);
    },
    turn() {
      const next = group + 1;
      const more = next * DIGITS < here.length;
      if (!more) goPage((page + 1) % layout.pages);
      setGroup(more ? next : 0);
      const start = more ? here[next * DIGITS] : undefined;
      if (rail) room.current?.scrollTo({ top: start?.y ?? 0, behavior: "smooth" });
    },
    onScroll: (scrolled) => {
      if (along !== null) setPage(Math.round(Math.abs(scrolled) / along.pageWidth));
    },
  };
}

const mirrored = (direction: Direction): Direction =>
  direction === "left" ? "right" : direction === "right" ? "left" : direction;
