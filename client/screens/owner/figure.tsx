/** One number with its name, inside a `dl`. */
export const Figure = ({ name, value, tone = "plain" }: { name: string; value: string; tone?: "plain" | "late" | "go" }) => (
  <div className={`figure figure--${tone}`}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
