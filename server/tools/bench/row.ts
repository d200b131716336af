/** What a row of the bench is, and how its figures are said. */

export type Bench = {
  /** Superuser on an empty database of the row's own. */
  readonly adminUrl: string;
  /** DATA_DIR of the servers: who shares a database shares its secret. */
  readonly serverDir: string;
  /** A second or two, to see that the row works; its figures mean nothing. */
  readonly short: boolean;
  /** Ours and the limit in turn, this many times. */
  readonly rounds: number;
  /** One side of one round. */
  readonly roundMs: number;
  /** Where the server's processor profiles go; null: none. */
  readonly profileDir: string | null;
  readonly say: (line: string) => void;
};

export type Row = {
  readonly name: string;
  /** As the table has it. */
  readonly work: string;
  readonly limit: string;
  readonly run: (bench: Bench) => Promise<readonly Figure[]>;
};

/** Medians over the rounds. */
export type Figure = {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Null where the target is a number of its own. */
  readonly limit: number | null;
  /** Ours divided by the limit, as the median of the rounds' ratios; null without a limit. */
  readonly ratio: number | null;
  /** Of the ratio, or of ours where there is no limit. Null: shown beside the others. */
  readonly target: Target | null;
};

export type Target = { readonly least: number } | { readonly most: number };

export function isMet({ ours, ratio, target }: Figure): boolean | null {
  if (target === null) return null;
  const value = ratio ?? ours;
  return "least" in target ? value >= target.least : value <= target.most;
}

/** A table in Markdown that is also readable in a terminal. */
export function tableOf(
  results: readonly { readonly row: Row; readonly figures: readonly Figure[] }[],
): string {
  const cells = results.flatMap(({ row, figures }) =>
    figures.map((figure) => [
      row.name,
      figure.what,
      `${shown(figure.ours)} ${figure.unit}`,
      figure.limit === null ? "" : `${shown(figure.limit)} ${figure.unit}`,
      figure.ratio === null ? "" : figure.ratio.toFixed(2),
      targetText(figure),
      metText(figure),
    ]),
  );
  const all = [["row", "figure", "ours", "limit", "ratio", "target", "met"], ...cells];
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(3, ...all.map((line) => line[column]?.length ?? 0)),
  );
  const lineOf = (line: readonly string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  return [
    lineOf(head),
    `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`,
    ...body.map(lineOf),
  ].join("\n");
}

function shown(value: number): string {
  return value >= 1000
    ? Math.round(value).toLocaleString("en-GB")
    : value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(2);
}

function targetText({ target, ratio, unit }: Figure): string {
  if (target === null) return "";
  const of = ratio === null ? ` ${unit}` : " ×";
  return "least" in target
    ? `≥ ${target.least.toLocaleString("en-GB")}${of}`
    : `≤ ${target.most.toLocaleString("en-GB")}${of}`;
}

function metText(figure: Figure): string {
  const met = isMet(figure);
  return met === null ? "" : met ? "yes" : "no";
}
