import { sameName } from "#shared/kernel/letters.ts";
import { trimmed } from "#shared/kernel/tidy.ts";
import { useState } from "react";
import { own } from "#shared/kernel/own.ts";
import type { Menu } from "#shared/menu/menu.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { CloseIcon, PlusIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import { itemsIn, moved, type Named } from "./menu-draft.ts";
import { newId } from "./new-id.ts";

type Which = "stations" | "categories";

/**
 * Stations or categories: named, put in order, and taken away once nothing stands in them. Every
 * touch is kept in the draft at once.
 */
export function NamedListDialog({
  which,
  menu,
  onChange,
  onClose,
}: {
  which: Which;
  menu: Menu;
  onChange: (list: Named[]) => void;
  onClose: () => void;
}) {
  const { office, common } = useWords();
  const { menu: words } = office;
  const [adding, setAdding] = useState("");
  const list: Named[] = menu[which];
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const [wrong, setWrong] = useState<string | null>(null);
  const taken = (name: string, but: string | null) =>
    list.some((one) => one.id !== but && sameName(one.name, name));
  const faultOf = (name: string, id: string | null) =>
    trimmed(name) === ""
      ? words.faults.missing
      : taken(trimmed(name), id)
        ? words.faults.twice
        : undefined;
  const rename = (id: string, name: string) => {
    setNames((old) => ({ ...old, [id]: name }));
    if (faultOf(name, id) === undefined)
      onChange(list.map((one) => (one.id === id ? { id, name: trimmed(name) } : one)));
  };
  /** False where what was typed cannot be taken: then it stays, and why is said. */
  const add = (): boolean => {
    const fault = faultOf(adding, null);
    setWrong(fault ?? null);
    if (fault !== undefined) return false;
    onChange([
      ...list,
      {
        id: newId(
          trimmed(adding),
          list.map((one) => one.id),
          which === "stations" ? "station" : "category",
        ),
        name: trimmed(adding),
      },
    ]);
    setAdding("");
    return true;
  };
  /** Whoever typed a name and is done, or leaves, means that name too. */
  const close = () => {
    if (trimmed(adding) === "" || add()) onClose();
  };
  const done = () => {
    const unnamed = list.some(
      (one) => faultOf(own(names, one.id) ?? one.name, one.id) !== undefined,
    );
    if (!unnamed) close();
  };
  const remove = (one: Named) => {
    const { length } = itemsIn(menu, which, one.id);
    setWrong(length > 0 ? words.inUse(one.name, length) : null);
    if (length === 0) onChange(list.filter((other) => other.id !== one.id));
  };
  return (
    <Dialog
      title={words[which]}
      closeLabel={common.close}
      onClose={close}
      foot={
        <Button tone="go" size="kitchen" onClick={done}>
          {words.keep}
        </Button>
      }
    >
      <p className="quiet-text">
        {which === "stations" ? words.stationsHint : words.categoriesHint}
      </p>
      <ul className="named-list" aria-label={words[which]}>
        {list.map((one, index) => (
          <li key={one.id} className="named-list__row">
            <Field
              label={words.entryName(index + 1)}
              value={own(names, one.id) ?? one.name}
              maxLength={60}
              autoComplete="off"
              error={faultOf(own(names, one.id) ?? one.name, one.id)}
              onChange={(event) => rename(one.id, event.target.value)}
            />
            <div className="named-list__do">
              <Button
                tone="quiet"
                disabled={index === 0}
                aria-label={words.up(one.name)}
                onClick={() => onChange(moved(list, index, -1))}
              >
                ↑
              </Button>
              <Button
                tone="quiet"
                disabled={index === list.length - 1}
                aria-label={words.down(one.name)}
                onClick={() => onChange(moved(list, index, 1))}
              >
                ↓
              </Button>
              <IconButton tone="quiet" label={words.remove(one.name)} onClick={() => remove(one)}>
                <CloseIcon />
              </IconButton>
            </div>
          </li>
        ))}
      </ul>
      <form
        className="tables-form"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <Field
          label={which === "stations" ? words.addStation : words.addCategory}
          value={adding}
          maxLength={60}
          autoComplete="off"
          error={wrong ?? undefined}
          onChange={(event) => setAdding(event.target.value)}
        />
        <IconButton
          type="submit"
          label={which === "stations" ? words.addStation : words.addCategory}
        >
          <PlusIcon />
        </IconButton>
      </form>
    </Dialog>
  );
}
