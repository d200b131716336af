import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import type { Line, Order } from "#shared/orders/order.ts";
import { Badge } from "../../ui/badge.tsx";
import {
  AllergyIcon,
  CloseIcon,
  PreparingShape,
  QueuedShape,
  ReadyShape,
} from "../../ui/icons.tsx";
import { allergenNames } from "../../words/allergens.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { lineMarks, seenAtOf, toneOf, wordOf } from "../orders/marks.ts";
import { isRemoval } from "../orders/removal.ts";

/** A dish as the pass checks the plate against it: everything that the ticket says too. */
export function ExpoLine({ order, line, station }: { order: Order; line: Line; station: string }) {
  const words = useWords();
  const format = useFormat();
  const marks = lineMarks(line, seenAtOf(order));
  const warning = line.notes !== null && mentionsAllergy(line.notes) ? line.notes : null;
  const allergies = [
    ...allergenNames(line.allergies, words.orders.allergens),
    ...(warning === null ? [] : [`“${warning}”`]),
  ];
  return (
    <li className={`pass__line pass__line--${line.status}`}>
      {line.status === "cancelled" ? (
        <CloseIcon />
      ) : line.status === "queued" ? (
        <QueuedShape />
      ) : line.status === "preparing" ? (
        <PreparingShape />
      ) : (
        <ReadyShape />
      )}
      <span className="pass__dish">
        <span className="pass__name">
          <strong
            className={line.quantity > 1 ? "pass__quantity pass__quantity--many" : "pass__quantity"}
          >
            {format.number(line.quantity)}
          </strong>{" "}
          <bdi>{line.name}</bdi>
          <span className="visually-hidden">, {words.lineStatus[line.status]}</span>
        </span>
        {allergies.length > 0 && (
          <span className="pass__allergy">
            <AllergyIcon /> {words.kitchen.allergy}: <bdi>{allergies.join(", ")}</bdi>
          </span>
        )}
        {line.modifiers.map((modifier) => (
          <span
            key={`${modifier.modifierId}/${modifier.optionId}`}
            className={
              isRemoval(modifier.name, words.kitchen.removals)
                ? "pass__modifier pass__modifier--removal"
                : "pass__modifier"
            }
          >
            <bdi>{modifier.name}</bdi>
          </span>
        ))}
        {line.notes !== null && warning === null && (
          <span className="pass__said">
            <bdi>“{line.notes}”</bdi>
          </span>
        )}
        {marks.length > 0 && (
          <span className="pass__line-marks">
            {marks.map((mark) => (
              <Badge key={mark.key} tone={toneOf(mark)} solid>
                {wordOf(mark, order, words.kitchen)}
              </Badge>
            ))}
          </span>
        )}
      </span>
      <span className="pass__station">
        <bdi>{station}</bdi>
      </span>
    </li>
  );
}
