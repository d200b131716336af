import { CheckField, Field } from "../../ui/field.tsx";
import { useWords } from "../../words/words.tsx";
import { LIMIT_NAMES, type LimitName, type LimitsForm } from "./guest-limits-form.ts";

/** The part of the restaurant's settings that says how much guests may order by themselves. */
export function GuestLimitsFields({
  form,
  says,
  onChange,
}: {
  form: LimitsForm;
  says: (name: LimitName) => string | undefined;
  onChange: (form: LimitsForm) => void;
}) {
  const { limits: words } = useWords().door;
  return (
    <section className="house__stations" aria-label={words.title}>
      <h3>{words.title}</h3>
      <p className="quiet-text">{words.hint}</p>
      <CheckField
        label={words.none}
        checked={!form.limited}
        onChange={(none) => onChange({ ...form, limited: !none })}
      />
      {form.limited && (
        <div className="house__pair">
          {LIMIT_NAMES.map((name) => (
            <Field
              key={name}
              label={words[name]}
              value={form.numbers[name]}
              inputMode="numeric"
              autoComplete="off"
              error={says(name)}
              onChange={(event) =>
                onChange({ ...form, numbers: { ...form.numbers, [name]: event.target.value } })
              }
            />
          ))}
        </div>
      )}
      <CheckField
        label={words.share}
        checked={form.share}
        onChange={(share) => onChange({ ...form, share })}
      />
    </section>
  );
}
