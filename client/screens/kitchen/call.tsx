import { Fragment, useLayoutEffect, useRef } from "react";
import { AllergyIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import { plainCall } from "../orders/plain-order.tsx";
import type { Call } from "./calls.ts";
import type { OnDrawn } from "./use-shown.ts";

/** One call. Touching it goes where its ticket stands. */
export function Called({
  call,
  page,
  onGo,
  onDrawn,
}: {
  call: Call;
  page: number;
  onGo: (cardId: string) => void;
  onDrawn: OnDrawn;
}) {
  const words = useWords();
  const { card, place, parts } = call;
  const { number } = card.order;
  const { ref, textRef, placeRef } = useDrawnWhole(call, onDrawn);
  return (
    <li ref={ref} className="call" style={{ flexBasis: call.width }}>
      <button type="button" className="call__touch" onClick={() => onGo(card.cardId)}>
        <span className="visually-hidden">{words.kitchen.justInTicket(number, page + 1)}: </span>
        <span className="call__label">
          <strong className="call__number">{number}</strong>
          {place !== null && (
            <bdi ref={placeRef} className="call__place">
              {place}
            </bdi>
          )}
        </span>
        <span ref={textRef} className="call__text">
          {parts.map(({ kind, text }, index) => (
            <Fragment key={`${index}/${text}`}>
              <bdi className={`call__part call__part--${kind}`}>
                {kind === "allergy" && <AllergyIcon />}
                {text}
              </bdi>{" "}
            </Fragment>
          ))}
        </span>
        {call.isCut && (
          <span className="call__more" aria-hidden="true">
            …
          </span>
        )}
      </button>
    </li>
  );
}

/** A call that cannot be drawn as one, in plain text: heard like any other. */
export function PlainCall({ call, onDrawn }: { call: Call; onDrawn: OnDrawn }) {
  const { kitchen: words } = useWords();
  const { ref, textRef } = useDrawnWhole(call, onDrawn);
  return (
    <li ref={ref} className="call" style={{ flexBasis: "100%" }}>
      <span ref={textRef} className="call__text">
        {plainCall(call.card.order, call.lines, words.allergy)}
      </span>
    </li>
  );
}

function useDrawnWhole({ card, lines }: Call, onDrawn: OnDrawn) {
  const ref = useRef<HTMLLIElement>(null);
  const textRef = useRef<HTMLSpanElement>(null);
  const placeRef = useRef<HTMLElement>(null);
  const { orderId } = card.order;
  useLayoutEffect(() => {
    // What does not fit has not been shown, whatever the sums said: somebody has to turn the page.
    if (
      textRef.current === null ||
      isCutOff(textRef.current) ||
      (placeRef.current !== null && isCutOff(placeRef.current))
    )
      return undefined;
    return onDrawn(
      ref.current,
      lines.map(({ stationId, lineId }) => ({ orderId, stationId, lineId })),
      null,
    );
  }, [lines, orderId, onDrawn]);
  return { ref, textRef, placeRef };
}

const isCutOff = ({ scrollHeight, clientHeight, scrollWidth, clientWidth }: HTMLElement): boolean =>
  scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
