import pMap from "p-map";

/**
 * Words of one restaurant that wait for their commits at once: after an outage there may be
 * hundreds, and people's orders go through the same writer.
 */
export const AT_ONCE = 20;

/**
 * Does each, whatever becomes of the others, some at once; throws the first failure once all were
 * tried.
 */
export async function someAtOnce(tasks: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = [];
  await pMap(tasks, (task) => task().catch((error: unknown) => failures.push(error)), {
    concurrency: AT_ONCE,
  });
  if (failures.length > 0) throw failures[0];
}
