import { useState } from "react";
import type { Menu, MenuItem } from "#shared/menu/menu.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Fresh } from "../../ui/fresh.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { Badge } from "../../ui/badge.tsx";
import { SearchIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { findDishes } from "./basket.ts";
import { dishFacts } from "./dish-facts.ts";
import "./ordering.css";

type DishPickerProps = {
  menu: Pick<Menu, "categories" | "items">;
  /** Pieces in the basket, by dish. */
  counts: ReadonlyMap<string, number>;
  /** Staff may order what is off: the kitchen and the floor decide (ORD-21). */
  offCanBeChosen: boolean;
  offLabel: string;
  dishLabel: (item: MenuItem) => string;
  onPick: (item: MenuItem) => void;
};

/** Categories, a search that looks everywhere, and dishes as large targets. */
export function DishPicker({ menu, counts, ...shown }: DishPickerProps) {
  const { take: words } = useWords();
  const [categoryId, setCategory] = useState<string | null>(menu.categories[0]?.id ?? null);
  const [search, setSearch] = useState("");
  const dishes = findDishes(menu.items, categoryId, search);
  return (
    <div className="picker">
      <div className="picker__search">
        <SearchIcon />
        <input
          type="search"
          className="field__input"
          aria-label={words.search}
          placeholder={words.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <fieldset className="picker__categories" aria-label={words.categories}>
        {menu.categories.map((category) => (
          <button
            key={category.id}
            type="button"
            className="picker__category"
            aria-pressed={search === "" && category.id === categoryId}
            onClick={() => {
              setSearch("");
              setCategory(category.id);
            }}
          >
            <bdi>{category.name}</bdi>
          </button>
        ))}
      </fieldset>
      {dishes.length === 0 && (
        <EmptyState title={menu.items.length === 0 ? words.noMenu : words.noMatch} />
      )}
      <ul className="picker__dishes" aria-label={words.dishes}>
        {dishes.map((item) => (
          <li key={item.id}>
            <Guarded of={item} plain={<PlainDish {...shown} item={item} />}>
              <Dish {...shown} item={item} count={counts.get(item.id) ?? 0} />
            </Guarded>
          </li>
        ))}
      </ul>
    </div>
  );
}

/**
 * Without a format or a word of ours, any of which may be what failed. What it contains is not left
 * out.
 */
const PlainDish = ({ item, offCanBeChosen, onPick }: Omit<DishProps, "count">) => (
  <button
    type="button"
    className="dish"
    disabled={!item.available && !offCanBeChosen}
    onClick={() => onPick(item)}
  >
    <span className="dish__name" dir="auto">
      {[item.name, ...(item.allergens ?? [])].join(", ")}
    </span>
  </button>
);

type DishProps = Omit<DishPickerProps, "menu" | "counts"> & {
  readonly item: MenuItem;
  readonly count: number;
};

function Dish({ item, count, offCanBeChosen, offLabel, dishLabel, onPick }: DishProps) {
  const spoken = useWords();
  const { take: words } = spoken;
  const format = useFormat();
  const facts = dishFacts(item, spoken);
  return (
    <button
      type="button"
      className={item.available ? "dish" : "dish dish--off"}
      disabled={!item.available && !offCanBeChosen}
      onClick={() => onPick(item)}
    >
      <span className="visually-hidden">
        <Fresh>
          {[
            item.available ? dishLabel(item) : words.dishOff(item.name),
            ...facts,
            ...(count > 0 ? [format.number(count)] : []),
          ].join(", ")}
        </Fresh>
      </span>
      <span className="dish__name" dir="auto" aria-hidden="true">
        {item.name}
      </span>
      {facts.map((fact, index) => (
        <span key={index} className="dish__fact" dir="auto" aria-hidden="true">
          {fact}
        </span>
      ))}
      <span className="dish__foot" aria-hidden="true">
        <span className="dish__price">
          <Fresh>{format.money(item.price)}</Fresh>
        </span>
        {!item.available && <Badge tone="late">{offLabel}</Badge>}
        {count > 0 && (
          <span className="dish__count">
            <Fresh>{format.number(count)}</Fresh>
          </span>
        )}
      </span>
    </button>
  );
}
