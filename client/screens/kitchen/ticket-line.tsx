import { memo, useLayoutEffect, useRef } from "react";
import type { IsoTime } from "#shared/kernel/time.ts";
import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import { isFiredLine, type Line, type Order } from "#shared/orders/order.ts";
import { Badge } from "../../ui/badge.tsx";
import { PreparingShape, QueuedShape, ReadyShape } from "../../ui/icons.tsx";
import { allergenNames } from "../../words/allergens.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { Allergy } from "../orders/allergy-block.tsx";
import { lineMarks, toneOf, wordOf } from "../orders/marks.ts";
import { isRemoval } from "../orders/removal.ts";
import type { OnDrawn } from "./use-shown.ts";
import "./ticket-line.css";

type TicketLineProps = {
  order: Order;
  line: Line;
  /** When a kitchen screen first showed any of this ticket. */
  seenAt: IsoTime | null;
  /** Keys of the marks that somebody here has seen. */
  seen: readonly string[];
  onTouch: (order: Order, line: Line) => void;
  onMore: (order: Order, line: Line) => void;
  onDrawn: OnDrawn;
};

/** A second touch within this time is the same touch: gloves and wet glass bounce. */
export const BOUNCE_MS = 350;
const LONG_PRESS_MS = 550;

/**
 * One line: touch it to start it, again to finish it, again to put it back. A long press tells
 * more.
 */
export const TicketLine = memo(function TicketLine({
  order,
  line,
  seenAt,
  seen,
  onTouch,
  onMore,
  onDrawn,
}: TicketLineProps) {
  const ref = useRef<HTMLLIElement>(null);
  const lastTouch = useRef(Number.NEGATIVE_INFINITY);
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isNew = line.shownAt === null && isFiredLine(line);
  const { orderId } = order;
  const { lineId, stationId } = line;
  useLayoutEffect(
    () =>
      isNew
        ? onDrawn(
            ref.current,
            [{ orderId, stationId, lineId }],
            ref.current?.closest("[data-card]")?.querySelector("header") ?? null,
          )
        : undefined,
    [isNew, orderId, stationId, lineId, onDrawn],
  );
  const release = () => clearTimeout(press.current);
  return (
    <li ref={ref} className={`line line--${line.status}`} data-line={lineId}>
      <button
        type="button"
        className="line__touch"
        disabled={isDead(line)}
        onPointerDown={() => {
          release();
          press.current = setTimeout(() => {
            lastTouch.current = performance.now();
            onMore(order, line);
          }, LONG_PRESS_MS);
        }}
        onPointerUp={release}
        onPointerLeave={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => {
          release();
          // Keyboards do not bounce: a click without a pointer has no detail.
          if (event.detail > 0 && performance.now() - lastTouch.current < BOUNCE_MS) return;
          lastTouch.current = performance.now();
          onTouch(order, line);
        }}
      >
        <LineWords order={order} line={line} seenAt={seenAt} seen={seen} />
      </button>
    </li>
  );
});

/** A line of a moment that is over: the same words, and nothing to touch. */
export const PastLine = (line: LineWordsProps) => (
  <li className={`line line--${line.line.status}`}>
    <div className="line__touch line__touch--past">
      <LineWords {...line} />
    </div>
  </li>
);

type LineWordsProps = Pick<TicketLineProps, "order" | "line" | "seenAt" | "seen">;

function LineWords({ order, line, seenAt, seen }: LineWordsProps) {
  const words = useWords();
  const format = useFormat();
  const quantity = format.number(line.quantity);
  const marks = lineMarks(line, seenAt);
  const { allergies, warning } = useWarnings(line);
  const note = warning === null ? line.notes : null;
  const spoken = [
    words.kitchen.line(quantity, line.name, words.lineStatus[line.status]),
    ...line.modifiers.map((modifier) => modifier.name),
    ...(note === null ? [] : [note]),
    ...marks.map((mark) => wordOf(mark, order, words.kitchen)),
    ...(allergies.length === 0 ? [] : [`${words.kitchen.allergy}: ${allergies.join(", ")}`]),
    ...(warning === null ? [] : [`${words.kitchen.allergy}: ${warning}`]),
  ].join(", ");
  return (
    <>
      {/* Said in one breath; what is drawn beside it is for eyes. */}
      <span className="visually-hidden">{spoken}</span>
      <span className="line__state" aria-hidden="true">
        {line.status === "queued" ? (
          <QueuedShape />
        ) : line.status === "preparing" ? (
          <PreparingShape />
        ) : isDead(line) ? null : (
          <ReadyShape />
        )}
      </span>
      <span className="line__words" aria-hidden="true">
        <span className="line__name">
          <span
            className={line.quantity > 1 ? "line__quantity line__quantity--many" : "line__quantity"}
          >
            {quantity}
          </span>{" "}
          <bdi>{line.name}</bdi>
        </span>
        {/* Before everything that people type, however long that is. */}
        <LineAllergy line={line} />
        {line.modifiers.map((modifier) => (
          <bdi
            key={`${modifier.modifierId}/${modifier.optionId}`}
            className={
              isRemoval(modifier.name, words.kitchen.removals)
                ? "line__modifier line__modifier--removal"
                : "line__modifier"
            }
          >
            {modifier.name}
          </bdi>
        ))}
        {note !== null && <bdi className="line__note">“{note}”</bdi>}
        {marks.length > 0 && (
          <span className="line__marks">
            {marks.map((mark) => (
              <Badge key={mark.key} tone={toneOf(mark)} solid={!seen.includes(mark.key)}>
                {wordOf(mark, order, words.kitchen)}
              </Badge>
            ))}
          </span>
        )}
      </span>
    </>
  );
}

function LineAllergy({ line }: { line: Line }) {
  const texts = useAllergyTexts(line);
  return texts.length > 0 ? <Allergy texts={texts} /> : null;
}

/**
 * Where a ticket is longer than its card: what its open lines must not touch, dish by dish, which
 * no scrolling takes away.
 */
export function PinnedAllergies({ lines }: { lines: readonly Line[] }) {
  return (
    <div data-pinned="" aria-hidden="true">
      {lines.map((line) => (
        <PinnedAllergy key={line.lineId} line={line} />
      ))}
    </div>
  );
}

function PinnedAllergy({ line }: { line: Line }) {
  const texts = useAllergyTexts(line);
  return <Allergy of={line.name} texts={texts} />;
}

/** Is there anything that the line must not touch? */
export const isWarned = ({ allergies, notes }: Line): boolean =>
  allergies.length > 0 || (notes !== null && mentionsAllergy(notes));

function useAllergyTexts(line: Line): readonly string[] {
  const { allergies, warning } = useWarnings(line);
  return [...allergies, ...(warning === null ? [] : [`“${warning}”`])];
}

/**
 * What the line must not touch: by name, and where its note says so. A dish that is voided is made
 * for nobody, and warns of nothing.
 */
function useWarnings({ allergies, notes, status }: Line): {
  allergies: readonly string[];
  warning: string | null;
} {
  const { orders } = useWords();
  if (status === "cancelled") return NO_WARNINGS;
  return {
    allergies: allergenNames(allergies, orders.allergens),
    warning: notes !== null && mentionsAllergy(notes) ? notes : null,
  };
}

const NO_WARNINGS = { allergies: [], warning: null } as const;

const isDead = ({ status }: Line): boolean => status === "cancelled" || status === "served";
