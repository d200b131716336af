import type { Menu, MenuInService } from "#shared/menu/menu.ts";
import { Fresh } from "../../ui/fresh.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { allergenNames } from "../../words/allergens.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import {
  itemOf,
  LARGEST_QUANTITY,
  missingChoices,
  missingCount,
  optionNames,
  piecePrice,
  setQuantity,
  type Basket,
  type BasketLine,
} from "./basket.ts";
import "./ordering.css";

/** The basket's lines: touch one to change it, step its quantity, zero takes it out. */
export function BasketLines({
  basket,
  menu,
  onChange,
  onEdit,
}: {
  basket: Basket;
  menu: Menu | MenuInService;
  onChange: (basket: Basket) => void;
  onEdit: (line: BasketLine) => void;
}) {
  const { take: words, kitchen, orders } = useWords();
  const format = useFormat();
  return (
    <ul className="basket" aria-label={words.basket}>
      {basket.map((line) => {
        const item = itemOf(menu, line.menuItemId);
        if (item === undefined) return null;
        const more = [
          ...optionNames(item, line.modifiers, words.goneOption),
          ...(line.course > 1 ? [kitchen.course(line.course)] : []),
          ...(line.notes === "" ? [] : [`“${line.notes}”`]),
        ];
        return (
          <li key={line.lineId} className="basket__line">
            <button type="button" className="basket__touch" onClick={() => onEdit(line)}>
              <span className="visually-hidden">{words.edit(item.name)}: </span>
              <span className="basket__name" dir="auto" aria-hidden="true">
                {item.name}
              </span>
              {more.length > 0 && (
                <span className="basket__more" dir="auto">
                  <Fresh>{more.join(", ")}</Fresh>
                </span>
              )}
              {line.allergies.length > 0 && (
                <span className="basket__allergy">
                  {kitchen.allergy}:{" "}
                  <bdi>
                    <Fresh>{allergenNames(line.allergies, orders.allergens).join(", ")}</Fresh>
                  </bdi>
                </span>
              )}
              {missingChoices(item, line.modifiers).map((modifier) => (
                <span key={modifier.id} className="basket__missing">
                  <Fresh>{words.needsChoice(modifier.name, missingCount(line, modifier))}</Fresh>
                </span>
              ))}
              <span className="basket__price">
                <Fresh>{format.money(piecePrice(item, line.modifiers) * line.quantity)}</Fresh>
                {!item.available && <strong className="basket__off"> · {orders.take.off}</strong>}
              </span>
            </button>
            <Stepper
              label={words.quantity(item.name)}
              lessLabel={line.quantity === 1 ? words.remove(item.name) : words.less(item.name)}
              moreLabel={words.more(item.name)}
              value={line.quantity}
              min={0}
              max={LARGEST_QUANTITY}
              onChange={(quantity) => onChange(setQuantity(basket, line.lineId, quantity))}
            />
          </li>
        );
      })}
    </ul>
  );
}
