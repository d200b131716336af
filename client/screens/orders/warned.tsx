import { mentionsAllergy } from "#shared/kitchen/allergy.ts";
import type { Line } from "#shared/orders/order.ts";
import { allergenNames } from "../../words/allergens.ts";
import { useWords } from "../../words/words.tsx";
import { Allergy } from "./allergy-block.tsx";

/**
 * What a guest says of allergies, in the block that the kitchen reads it in, before anybody says
 * yes.
 */
export function Warned({
  allergies,
  notes,
  of,
}: Pick<Line, "allergies" | "notes"> & {
  /** The dish, where the block stands apart from it. */ of?: string;
}) {
  const { orders } = useWords();
  const texts = [
    ...allergenNames(allergies, orders.allergens),
    ...(notes !== null && mentionsAllergy(notes) ? [`“${notes}”`] : []),
  ];
  return texts.length === 0 ? null : (
    <Allergy texts={texts} {...(of === undefined ? {} : { of })} />
  );
}
