/** Words of one restaurant that wait for their commits at once: after an outage there may be hundreds, and people's orders go through the same writer. */
const AT_ONCE = 20;

/** Does each, whatever becomes of the others, some at once; throws the first failure once all were tried. */
export async function someAtOnce(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let from = 0; from < tasks.length; from += AT_ONCE) {
    const ended = await Promise.allSettled(tasks.slice(from, from + AT_ONCE).map((task) => task()));
    failures.push(...ended.flatMap((one) => (one.status === "rejected" ? [one.reason] : [])));
  }
  if (failures.length > 0) throw failures[0];
}
