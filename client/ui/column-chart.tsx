import "./column-chart.css";

export type Column = {
  readonly label: string;
  readonly value: number;
  /** Drawn lighter behind the value, up to here. */
  readonly upper?: number;
};

/**
 * Columns side by side. A picture with a sentence for its name: who calls it up puts the same
 * numbers in a table beneath. The drawing stretches, the words stay as large as all others.
 */
export function ColumnChart({
  label,
  columns,
  top,
  scale = 1,
}: {
  label: string;
  columns: readonly Column[];
  /** What the top stands for, in words. */ top: string;
  /** The top, where charts side by side share one. */ scale?: number;
}) {
  const most = Math.max(
    scale,
    ...columns.map((column) => Math.max(column.value, column.upper ?? 0)),
  );
  const height = (value: number) => (value / most) * 100;
  return (
    <div className="columns" style={{ maxInlineSize: `${columns.length * 5}rem` }}>
      <p className="columns__top" aria-hidden="true">
        {top}
      </p>
      <svg
        className="columns__drawing"
        viewBox={`0 0 ${columns.length} 100`}
        preserveAspectRatio="none"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an img could not carry a drawing that is made here
        role="img"
        aria-label={label}
      >
        {columns.map((column, index) => (
          <g key={column.label}>
            {column.upper !== undefined && (
              <rect
                className="columns__upper"
                x={index + 0.14}
                width={0.72}
                y={100 - height(column.upper)}
                height={height(column.upper)}
              />
            )}
            <rect
              className="columns__value"
              x={index + 0.14}
              width={0.72}
              y={100 - height(column.value)}
              height={height(column.value)}
            />
          </g>
        ))}
      </svg>
      <ol className="columns__labels" aria-hidden="true">
        {columns.map((column) => (
          <li key={column.label}>{column.label}</li>
        ))}
      </ol>
    </div>
  );
}
