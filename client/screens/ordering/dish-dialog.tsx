import { useId, useState } from "react";
import { tidy } from "#shared/kernel/tidy.ts";
import { ALLERGENS, allergenOf } from "#shared/menu/allergens.ts";
import type { MenuItem } from "#shared/menu/menu.ts";
import { Button } from "../../ui/button.tsx";
import { useAskedClose } from "../../ui/asked-close.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ChoiceField, Field, TextAreaField } from "../../ui/field.tsx";
import { Stepper } from "../../ui/stepper.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import {
  choose,
  isOneOf,
  isSame,
  LARGEST_QUANTITY,
  missingChoices,
  NOTE_LENGTH,
  piecePrice,
  type BasketLine,
  type Chosen,
} from "./basket.ts";
import "./ordering.css";

type DishDialogProps = {
  item: MenuItem;
  line: BasketLine;
  isNew: boolean;
  /** It was to be sent and could not: what is missing is said from the start. */
  asked?: boolean;
  /** Staff also say courses and allergies; a guest writes allergies into the note. */
  staff: boolean;
  noteLabel: string;
  onClose: () => void;
  onDone: (line: BasketLine) => void;
};

const COURSES = ["1", "2", "3", "4"] as const;

/**
 * A dish before it goes into the basket: options with their minimum and maximum, a note, how many.
 */
export function DishDialog({
  item,
  line: start,
  isNew,
  asked: askedBefore = false,
  staff,
  noteLabel,
  onClose,
  onDone,
}: DishDialogProps) {
  const { take: words, common } = useWords();
  const format = useFormat();
  const [line, setLine] = useState(start);
  const [asked, setAsked] = useState(askedBefore);
  const missing = missingChoices(item, line.modifiers);
  const done = () => {
    setAsked(true);
    if (missing.length === 0) onDone(line);
  };
  // An allergy that goes with the dialog is one that nobody tells the kitchen.
  const { close, asking } = useAskedClose(
    line.quantity !== start.quantity || !isSame(line, start),
    onClose,
  );
  return (
    <>
      <Dialog
        title={item.name}
        closeLabel={common.close}
        onClose={close}
        foot={
          <>
            <Stepper
              label={words.quantity(item.name)}
              lessLabel={words.less(item.name)}
              moreLabel={words.more(item.name)}
              value={line.quantity}
              min={1}
              max={LARGEST_QUANTITY}
              onChange={(quantity) => setLine({ ...line, quantity })}
            />
            <Button tone="go" size="kitchen" className="dish__done" onClick={done}>
              {isNew ? words.add : words.update} ·{" "}
              {format.money(piecePrice(item, line.modifiers) * line.quantity)}
            </Button>
          </>
        }
      >
        {(item.modifiers ?? []).map((modifier) => (
          <Options
            key={modifier.id}
            modifier={modifier}
            chosen={line.modifiers}
            asked={asked && missing.includes(modifier)}
            onChoose={(optionId) =>
              setLine({ ...line, modifiers: choose(item, line.modifiers, modifier.id, optionId) })
            }
          />
        ))}
        {staff && (
          <Allergies
            chosen={line.allergies}
            onChange={(allergies) => setLine({ ...line, allergies })}
          />
        )}
        <TextAreaField
          label={noteLabel}
          maxLength={NOTE_LENGTH}
          value={line.notes}
          onChange={(event) => setLine({ ...line, notes: event.target.value })}
        />
        {staff && (
          <ChoiceField
            legend={words.course}
            value={String(line.course)}
            options={COURSES.map((course) => ({ value: course as string, label: course }))}
            onChange={(course) => setLine({ ...line, course: Number(course) })}
          />
        )}
      </Dialog>
      {asking}
    </>
  );
}

type OptionsProps = {
  modifier: NonNullable<MenuItem["modifiers"]>[number];
  chosen: Chosen;
  /** The person wanted to go on and this is what was missing. */ asked: boolean;
  onChoose: (optionId: string) => void;
};

/** One modifier: round marks where exactly one is to be chosen, else boxes up to the maximum. */
function Options({ modifier, chosen, asked, onChoose }: OptionsProps) {
  const { take: words } = useWords();
  const format = useFormat();
  const name = useId();
  const count = chosen.filter((it) => it.modifierId === modifier.id).length;
  const full = !isOneOf(modifier) && modifier.max > 1 && count >= modifier.max;
  return (
    <fieldset className={asked ? "options options--wrong" : "options"}>
      <legend className="options__title">
        <bdi>{modifier.name}</bdi>{" "}
        <span className="options__rule">{words.modifierRule(modifier.min, modifier.max)}</span>
      </legend>
      {asked && (
        <p className="field__error" role="alert">
          {words.needsChoice(modifier.name, modifier.min - count)}
        </p>
      )}
      <div className="options__list">
        {modifier.options.map((option) => {
          const on = chosen.some(
            (it) => it.modifierId === modifier.id && it.optionId === option.id,
          );
          return (
            <label
              key={option.id}
              className={`options__option ${on ? "options__option--on" : full ? "options__option--off" : ""}`}
            >
              <input
                type={isOneOf(modifier) ? "radio" : "checkbox"}
                name={name}
                checked={on}
                disabled={!on && full}
                onChange={() => onChoose(option.id)}
              />
              <bdi>{option.name}</bdi>
              {option.price !== 0 && (
                <span className="options__price">+{format.money(option.price)}</span>
              )}
            </label>
          );
        })}
      </div>
      {full && <p className="options__full">{words.noMore(modifier.max)}</p>}
    </fieldset>
  );
}

/**
 * Written down as ids, so that every reader sees them in their own language; what is none of them
 * stays as it was typed.
 */
function Allergies({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (allergies: string[]) => void;
}) {
  const { take: words, orders } = useWords();
  const ids = chosen.map((it) => allergenOf(it) ?? it);
  const [typed, setTyped] = useState(ids.filter((it) => allergenOf(it) === null).join(", "));
  const usual = ids.filter((it) => allergenOf(it) !== null);
  const listed = (text: string) =>
    text
      .split(",")
      .map((part) => tidy(part, 40))
      .filter(Boolean);
  return (
    <fieldset className="options options--allergies">
      <legend className="options__title">{words.allergies}</legend>
      <div className="options__list">
        {ALLERGENS.map((id) => {
          const on = usual.includes(id);
          return (
            <label
              key={id}
              className={on ? "options__option options__option--on" : "options__option"}
            >
              <input
                type="checkbox"
                checked={on}
                onChange={() => onChange(on ? ids.filter((it) => it !== id) : [...ids, id])}
              />
              <span>{orders.allergens[id]}</span>
            </label>
          );
        })}
      </div>
      <Field
        label={words.otherAllergy}
        value={typed}
        maxLength={120}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange([...new Set([...usual, ...listed(event.target.value)])]);
        }}
      />
    </fieldset>
  );
}
