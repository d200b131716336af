import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type TextareaHTMLAttributes,
} from "react";
import "./field.css";

type FieldProps = { label: string; hint?: string | undefined; error?: string | undefined };

/** A labelled text input; the error stands where the hint stood and is tied to the input. */
export function Field({
  label,
  hint,
  error,
  ...input
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return wrap(
    id,
    label,
    hint,
    error,
    <input id={id} className="field__input" {...describe(id, hint, error)} {...input} />,
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  ...input
}: FieldProps & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return wrap(
    id,
    label,
    hint,
    error,
    <textarea
      id={id}
      rows={2}
      className="field__input"
      {...describe(id, hint, error)}
      {...input}
    />,
  );
}

/** One of a few, all in sight. */
export function ChoiceField<T extends string>({
  legend,
  value,
  options,
  onChange,
}: {
  legend: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="field__label">{legend}</legend>
      <div className="choice__options">
        {options.map((option) => (
          <label
            key={option.value}
            className={
              option.value === value ? "choice__option choice__option--on" : "choice__option"
            }
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A yes or no with its word. */
export function CheckField({
  label,
  checked,
  onChange,
  disabled = false,
}: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <label className={disabled ? "check check--off" : "check"}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

function wrap(
  id: string,
  label: string,
  hint: string | undefined,
  error: string | undefined,
  input: ReactNode,
) {
  return (
    <div className={error === undefined ? "field" : "field field--wrong"}>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {input}
      {error !== undefined ? (
        <p id={`${id}-more`} className="field__error" role="alert">
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-more`} className="field__hint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

function describe(id: string, hint: string | undefined, error: string | undefined) {
  return {
    ...(error === undefined ? {} : { "aria-invalid": true }),
    ...(error === undefined && hint === undefined ? {} : { "aria-describedby": `${id}-more` }),
  };
}
