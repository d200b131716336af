import { useId } from "react";
import "./field.css";

type SelectProps = {
  label: string;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (value: string) => void;
  error?: string | undefined;
  hint?: string | undefined;
};

/** One of many, in the browser's own list: a phone shows it as people know it. */
export function SelectField({ label, value, options, onChange, error, hint }: SelectProps) {
  const id = useId();
  const more = error ?? hint;
  return (
    <div className={error === undefined ? "field" : "field field--wrong"}>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field__input"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        {...(error === undefined ? {} : { "aria-invalid": true })}
        {...(more === undefined ? {} : { "aria-describedby": `${id}-more` })}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {more !== undefined && (
        <p
          id={`${id}-more`}
          className={error === undefined ? "field__hint" : "field__error"}
          {...(error === undefined ? {} : { role: "alert" })}
        >
          {more}
        </p>
      )}
    </div>
  );
}
