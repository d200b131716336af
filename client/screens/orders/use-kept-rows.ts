import { useState } from "react";

/**
 * The keys of what was there when the list was opened, and of whatever has come since, at its end:
 * a row that is dealt with stays where it is.
 */
export function useKeptRows(keys: readonly string[]): readonly string[] {
  const [rows, setRows] = useState(keys);
  const fresh = keys.filter((key) => !rows.includes(key));
  const all = fresh.length === 0 ? rows : [...rows, ...fresh];
  if (all !== rows) setRows(all);
  return all;
}
