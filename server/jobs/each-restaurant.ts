import type { Directory } from "../db/directory.ts";

export type EachDeps = {
  readonly directory: Pick<Directory, "restaurantIds">;
  readonly log: { error(fields: object, message: string): void };
};

/**
 * Does `work` for one restaurant after the other, between two of which it may be stopped. One that
 * fails is told, and costs the others nothing.
 */
export async function eachRestaurant(
  { directory, log }: EachDeps,
  isStopping: () => boolean,
  failed: string,
  work: (restaurantId: string) => Promise<void>,
): Promise<void> {
  for (const restaurantId of await directory.restaurantIds()) {
    if (isStopping()) return;
    try {
      await work(restaurantId);
    } catch (error) {
      log.error({ err: error, restaurantId }, `${failed}; the next round tries again`);
    }
  }
}
