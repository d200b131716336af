import { memo, useLayoutEffect, useMemo, useRef, useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { useNow } from "../../device/device-context.tsx";
import { observeSizeFromNow } from "../../platform/sight.ts";
import { Guarded } from "../../ui/guarded.tsx";
import { useSteady } from "../../ui/steady.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { Called, PlainCall } from "./call.tsx";
import { caller, type Call } from "./calls.ts";
import { openLines, type KitchenCard } from "./cards.ts";
import { CardsElsewhere } from "./elsewhere.tsx";
import type { Type } from "./text-rows.ts";
import type { OnDrawn } from "./use-shown.ts";
import { useTurns } from "./use-turns.ts";
import "./strip.css";

type StripProps = {
  /** The cards on this page, and the open ones on others. */
  here: readonly KitchenCard[];
  elsewhere: readonly KitchenCard[];
  /** Where to go from here: what is on other pages; on a phone, which has none, everything. */
  index: readonly KitchenCard[];
  pageOf: (cardId: string) => number;
  height: number;
  type: Type;
  onGo: (cardId: string) => void;
  onDrawn: OnDrawn;
};

/** A line on this page that has not been shown by then is cut off, and is called too. */
const OVERLOOKED_MS = 2 * SECOND;

/**
 * The foot of a screen that cannot show everything at once. It calls out what is new and not in
 * sight until each call has been read; with nothing to call it says what is on the other pages and
 * how late that is.
 */
export const Strip = memo(function Strip({
  here,
  elsewhere,
  index,
  pageOf,
  height,
  type,
  onGo,
  onDrawn,
}: StripProps) {
  const words = useWords();
  const format = useFormat();
  const ref = useRef<HTMLElement>(null);
  const width = useWidth(ref);
  const overlooked = useOverlooked(here);
  const call = useMemo(() => caller(width, type, { words, format }), [width, type, words, format]);
  function* calls(): Generator<Call> {
    if (width === 0) return;
    yield* call(elsewhere, () => true);
    yield* call(here, (line) => overlooked.has(line.lineId));
  }
  const read = useTurns(calls(), width, type.rem);
  return (
    <section
      ref={ref}
      className={read.length > 0 ? "strip strip--calls" : "strip"}
      aria-label={read.length > 0 ? words.kitchen.justIn : words.kitchen.elsewhere}
      style={{ height }}
      {...useSteady(read.map((call) => call.callId).join(" "), true)}
    >
      {read.length > 0 ? (
        <ul className="strip__list">
          {read.map((call) => (
            <Guarded
              key={call.callId}
              of={call}
              plain={<PlainCall call={call} onDrawn={onDrawn} />}
            >
              <Called call={call} page={pageOf(call.card.cardId)} onGo={onGo} onDrawn={onDrawn} />
            </Guarded>
          ))}
        </ul>
      ) : (
        <CardsElsewhere cards={index} pageOf={pageOf} width={width} rem={type.rem} onGo={onGo} />
      )}
    </section>
  );
});

/**
 * Lines that no screen has shown although there was time: their card is on this page, and cuts them
 * off.
 */
function useOverlooked(cards: readonly KitchenCard[]): ReadonlySet<string> {
  const now = useNow();
  const waiting = useMemo(
    () =>
      cards.flatMap((card) =>
        openLines(card)
          .filter((line) => line.shownAt === null)
          .map((line) => line.lineId),
      ),
    [cards],
  );
  const [since, setSince] = useState<ReadonlyMap<string, number>>(new Map());
  if (waiting.length !== since.size || waiting.some((id) => !since.has(id)))
    setSince(new Map(waiting.map((id) => [id, since.get(id) ?? now])));
  const late = [...since]
    .filter(([, at]) => now - at >= OVERLOOKED_MS)
    .map(([id]) => id)
    .join(" ");
  return useMemo(() => new Set(late === "" ? [] : late.split(" ")), [late]);
}

function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(
    () =>
      ref.current === null
        ? undefined
        : observeSizeFromNow(ref.current, (size) => setWidth(Math.floor(size.width))),
    [ref],
  );
  return width;
}
