/**
 * Delta debugging (Zeller): what can be left out so that it still fails? Halves first, then ever
 * smaller pieces; what is left at the end fails, and without any one of its parts it does not,
 * unless the tries ran out before.
 */
export async function shrink<T>(
  parts: readonly T[],
  fails: (parts: readonly T[]) => Promise<boolean>,
  mostTries: number,
): Promise<{ readonly kept: readonly T[]; readonly tries: number }> {
  let kept = parts;
  let tries = 0;
  if (kept.length > 0 && mostTries > 0) {
    tries++;
    if (await fails([])) return { kept: [], tries };
  }
  for (let pieces = 2; kept.length > 1 && tries < mostTries;) {
    const size = Math.ceil(kept.length / pieces);
    let smaller: readonly T[] | null = null;
    for (let from = 0; from < kept.length && smaller === null && tries < mostTries; from += size) {
      const rest = [...kept.slice(0, from), ...kept.slice(from + size)];
      tries++;
      if (await fails(rest)) smaller = rest;
    }
    if (smaller !== null) {
      kept = smaller;
      pieces = Math.max(2, pieces - 1);
    } else if (size === 1) break;
    else pieces = Math.min(kept.length, pieces * 2);
  }
  return { kept, tries };
}
