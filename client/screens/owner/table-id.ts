/** An id for a new table from its label, of the letters that ids may have, and unlike every one in use. */
export function nextTableId(label: string, used: readonly string[]): string {
  const base = label.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 40);
  const stem = base === "" ? "table" : `t-${base}`;
  if (!used.includes(stem)) return stem;
  let n = 2;
  while (used.includes(`${stem}-${n}`)) n++;
  return `${stem}-${n}`;
}
