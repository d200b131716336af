/** An id from what a person calls it, of the letters that ids may have, and unlike every one in use; `stem` stands where nothing of the name is left. */
export function newId(name: string, used: readonly string[], stem: string, prefix = ""): string {
  const base = name.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().split(/[^a-z0-9]+/).filter((part) => part !== "").join("-").slice(0, 40);
  const wanted = base === "" ? stem : `${prefix}${base}`;
  if (!used.includes(wanted)) return wanted;
  let n = 2;
  while (used.includes(`${wanted}-${n}`)) n++;
  return `${wanted}-${n}`;
}
