import { isClosed, type Line, type Order } from "#shared/orders/order.ts";
import { may } from "#shared/orders/permissions.ts";
import { useDevice } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { AllergyIcon, CloseIcon } from "../../ui/icons.tsx";
import { allergenNames } from "../../words/allergens.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { DeedButton } from "../orders/deed-button.tsx";
import { lineMarks, seenAtOf, toneOf, wordOf } from "../orders/marks.ts";
import type { OrderDeeds } from "./use-order-deeds.ts";

type OrderLineProps = { order: Order; line: Line; deeds: OrderDeeds; onVoid: (line: Line) => void };

/** A dish of an order, how far it is, and the way to take it off. */
export function OrderLine({ order, line, deeds, onVoid }: OrderLineProps) {
  const words = useWords();
  const format = useFormat();
  const { identity } = useDevice();
  const leaving = deeds.pending(`void.${line.lineId}`);
  const gone = line.status === "cancelled";
  // Voided is said by its badge already.
  const marks = gone ? [] : lineMarks(line, seenAtOf(order));
  return (
    <li className={`order__line order__line--${leaving === undefined ? line.status : "cancelled"}`}>
      <span className="order__dish">
        <span className="order__name">
          <strong>{format.number(line.quantity)}</strong> <bdi>{line.name}</bdi>
        </span>
        {line.allergies.length > 0 && (
          <span className="order__allergy">
            <AllergyIcon /> {words.kitchen.allergy}:{" "}
            <bdi>{allergenNames(line.allergies, words.orders.allergens).join(", ")}</bdi>
          </span>
        )}
        {line.modifiers.length > 0 && (
          <span className="order__more">
            <bdi>{line.modifiers.map((modifier) => modifier.name).join(", ")}</bdi>
          </span>
        )}
        {line.notes !== null && (
          <span className="order__more">
            <bdi>“{line.notes}”</bdi>
          </span>
        )}
        {marks.length > 0 && (
          <span className="order__marks">
            {marks.map((mark) => (
              <Badge key={mark.key} tone={toneOf(mark)}>
                {wordOf(mark, order, words.kitchen)}
              </Badge>
            ))}
          </span>
        )}
        {line.voided !== null && line.voided.reason !== "" && (
          <span className="order__more">
            <bdi>{line.voided.reason}</bdi>
          </span>
        )}
      </span>
      {leaving === undefined && (
        <Badge tone={line.status === "ready" ? "go" : gone ? "late" : "plain"}>
          {line.fired || gone
            ? words.lineStatus[line.status]
            : words.kitchen.heldCourse(line.course)}
        </Badge>
      )}
      {leaving !== undefined ? (
        <DeedButton
          doing={words.orders.undo.void(line.name)}
          undoable={leaving}
          onUndo={deeds.takeBack}
          onClick={() => onVoid(line)}
        />
      ) : (
        !isClosed(order) &&
        !gone &&
        may(identity.role, "line.void") && (
          <IconButton
            tone="quiet"
            label={words.floor.voidLine(line.name)}
            onClick={() => onVoid(line)}
          >
            <CloseIcon />
          </IconButton>
        )
      )}
    </li>
  );
}
