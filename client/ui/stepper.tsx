import { Fresh } from "./fresh.tsx";
import { IconButton } from "./button.tsx";
import { MinusIcon, PlusIcon } from "./icons.tsx";
import "./stepper.css";

type StepperProps = {
  label: string;
  lessLabel: string;
  moreLabel: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
};

/** A small number, one at a time. */
export function Stepper({ label, lessLabel, moreLabel, value, min, max, onChange }: StepperProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset cannot be laid out as one row in every browser
    <div className="stepper" role="group" aria-label={label}>
      <IconButton label={lessLabel} disabled={value <= min} onClick={() => onChange(value - 1)}>
        <MinusIcon />
      </IconButton>
      <output className="stepper__value">
        <Fresh>{value}</Fresh>
      </output>
      <IconButton label={moreLabel} disabled={value >= max} onClick={() => onChange(value + 1)}>
        <PlusIcon />
      </IconButton>
    </div>
  );
}
