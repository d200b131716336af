import { memo, useCallback, useDeferredValue, useMemo, useState } from "react";
import { ALLERGENS } from "#shared/menu/allergens.ts";
import type { MenuItem } from "#shared/menu/menu.ts";
import { useDevice, useView, type Act } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ChoiceField, Field } from "../../ui/field.tsx";
import { EightySixIcon, PlusIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { EditDishDialog } from "./dish-dialog.tsx";
import { dishForm, emptyDish, toForm } from "./dish-form.ts";
import { DraftBar } from "./draft-bar.tsx";
import { byCategory, putBack, putItem, removeItem } from "./menu-draft.ts";
import { moneyStyle } from "./money-text.ts";
import { NamedListDialog } from "./named-list-dialog.tsx";
import { useMenuDraft } from "./use-menu-draft.ts";
import { useSaved } from "./use-saved.ts";

type Shown = "all" | "off";

/**
 * The menu: dishes taken off and brought back with one touch, wherever the network is, and
 * everything else about it, which waits to be saved.
 */
export function MenuPanel({ act }: { act: Act }) {
  const device = useDevice();
  const view = useView();
  const { office, common, kitchen } = useWords();
  const { menu: words } = office;
  const format = useFormat();
  const draft = useMenuDraft();
  const { menu, edit } = draft;
  const { locale, currency, minorDigits } = view.settings;
  const style = useMemo(
    () => moneyStyle({ locale, currency, minorDigits }),
    [locale, currency, minorDigits],
  );
  const { value: form, set: setForm } = useSaved(
    `heard.dish-draft.${device.identity.restaurantId}`,
    dishForm,
  );
  const [list, setList] = useState<"stations" | "categories" | null>(null);
  const [removed, setRemoved] = useState<{
    readonly item: MenuItem;
    readonly index: number;
  } | null>(null);
  const [search, setSearch] = useState("");
  const [shown, setShown] = useState<Shown>("all");
  const wanted = useDeferredValue(search);
  const inService = useMemo(
    () => new Map(view.menu.items.map((item) => [item.id, item])),
    [view.menu],
  );
  const sections = useMemo(
    () =>
      byCategory(
        menu,
        wanted,
        (item) => shown === "all" || inService.get(item.id)?.available === false,
      ),
    [menu, wanted, shown, inService],
  );
  const stations = useMemo(
    () => new Map(menu.stations.map((station) => [station.id, station.name])),
    [menu.stations],
  );
  const open = useCallback(
    (item: MenuItem) => setForm(toForm(item, style, ALLERGENS)),
    [setForm, style],
  );
  const turn = useCallback(
    (menuItemId: string, available: boolean) =>
      void act("menu.setAvailability", { menuItemId, available }),
    [act],
  );
  const canAdd = menu.stations.length > 0 && menu.categories.length > 0;
  return (
    <>
      <DraftBar draft={draft} />
      {removed !== null && draft.changes > 0 && (
        <NoticeCard
          tone="info"
          title={words.removedDish(removed.item.name)}
          dismissLabel={common.dismiss}
          onDismiss={() => setRemoved(null)}
        >
          <div>
            <Button
              aria-label={words.putBackDish(removed.item.name)}
              onClick={() => {
                edit((old) => putBack(old, removed.item, removed.index));
                setRemoved(null);
              }}
            >
              {kitchen.undo}
            </Button>
          </div>
        </NoticeCard>
      )}
      <Card
        title={words.title}
        aside={
          <Button
            tone="go"
            size="kitchen"
            icon={<PlusIcon />}
            disabled={!canAdd}
            onClick={() => setForm(emptyDish(menu))}
          >
            {words.addDish}
          </Button>
        }
      >
        <div className="menu-lists">
          <Button onClick={() => setList("stations")}>
            <span className="visually-hidden">{words.editStations}</span>
            <span aria-hidden="true">
              {words.stations} · {format.number(menu.stations.length)}
            </span>
          </Button>
          <Button onClick={() => setList("categories")}>
            <span className="visually-hidden">{words.editCategories}</span>
            <span aria-hidden="true">
              {words.categories} · {format.number(menu.categories.length)}
            </span>
          </Button>
        </div>
        {menu.items.length === 0 ? (
          <EmptyState
            title={words.emptyTitle}
            detail={canAdd ? undefined : `${words.emptyHint} ${words.needsBoth}`}
          />
        ) : (
          <div className="menu-search">
            <Field
              label={words.search}
              type="search"
              value={search}
              autoComplete="off"
              onChange={(event) => setSearch(event.target.value)}
            />
            <ChoiceField
              legend={words.show}
              value={shown}
              options={[
                { value: "all", label: `${words.all} · ${format.number(menu.items.length)}` },
                {
                  value: "off",
                  label: `${words.off} · ${format.number(view.menu.items.filter((item) => !item.available).length)}`,
                },
              ]}
              onChange={(value: Shown) => setShown(value)}
            />
          </div>
        )}
        {menu.items.length > 0 && sections.length === 0 && (
          <EmptyState
            title={shown === "off" && wanted.trim() === "" ? words.noneOff : words.noMatch}
          />
        )}
        {sections.map(({ category, items }) => (
          <section key={category.id} className="menu-section" aria-label={category.name}>
            <h3 className="menu-section__name">
              <bdi>{category.name}</bdi>
            </h3>
            <ul>
              {items.map((item) => (
                <DishRow
                  key={item.id}
                  item={item}
                  station={stations.get(item.stationId) ?? ""}
                  available={inService.get(item.id)?.available ?? null}
                  onOpen={open}
                  onTurn={turn}
                />
              ))}
            </ul>
          </section>
        ))}
      </Card>
      {form !== null && (
        <EditDishDialog
          form={form}
          menu={menu}
          style={style}
          currency={currency}
          onChange={setForm}
          onKeep={(item) => {
            edit((old) => putItem(old, item));
            setForm(null);
            setRemoved(null);
          }}
          onRemove={() => {
            const index = menu.items.findIndex((item) => item.id === form.id);
            const item = menu.items[index];
            setForm(null);
            if (item === undefined) return;
            edit((old) => removeItem(old, item.id));
            setRemoved({ item, index });
          }}
          onClose={() => setForm(null)}
        />
      )}
      {list !== null && (
        <NamedListDialog
          which={list}
          menu={menu}
          onChange={(next) => edit((old) => ({ ...old, [list]: next }))}
          onClose={() => setList(null)}
        />
      )}
    </>
  );
}

type DishRowProps = {
  item: MenuItem;
  station: string;
  /** Null: the restaurant does not have it yet. */ available: boolean | null;
  onOpen: (item: MenuItem) => void;
  onTurn: (id: string, available: boolean) => void;
};

/** Drawn again only when its own dish changes: a menu may have hundreds. */
const DishRow = memo(function DishRow({ item, station, available, onOpen, onTurn }: DishRowProps) {
  const { office, kitchen } = useWords();
  const { menu: words } = office;
  const format = useFormat();
  const groups = item.modifiers?.length ?? 0;
  return (
    <li className={available === false ? "dish-row dish-row--off" : "dish-row"}>
      <button type="button" className="dish-row__edit" onClick={() => onOpen(item)}>
        {/* What is seen says it by its place; whoever does not see it is told in a sentence. */}
        <span className="visually-hidden">{words.editDish(item.name)}</span>
        <span className="dish-row__name" dir="auto" aria-hidden="true">
          {item.name}
        </span>
        <span className="dish-row__facts" aria-hidden="true">
          {[format.money(item.price), station, groups > 0 ? words.choices(groups) : ""]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </button>
      {available === null ? (
        <Badge tone="warm">{words.notSavedYet}</Badge>
      ) : (
        <Button
          tone={available ? "plain" : "stop"}
          icon={<EightySixIcon />}
          aria-label={available ? kitchen.eightySix(item.name) : kitchen.bringBack(item.name)}
          onClick={() => onTurn(item.id, !available)}
        >
          {available ? words.eightySix : words.bringBack}
        </Button>
      )}
    </li>
  );
});
