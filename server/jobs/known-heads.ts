/**
 * How far this process knows the restaurants' logs to be, and whose doing it is where one is
 * further. What this process writes stands in the database a moment before it hears of it itself,
 * so a head that was read ahead of what is known is called another's only when nothing of its own
 * has accounted for it a moment later.
 */
export type KnownHeads = {
  /** What is known now; undefined: nothing. */
  of(restaurantId: string): number | undefined;
  /**
   * Notes a head that was read, and what was known (`before`) when it was asked for. `first`:
   * nothing was known. `back`: the log is shorter, so a backup was restored. `ahead`: it is not
   * known yet by whom; `settle` says.
   */
  read(restaurantId: string, before: number | undefined, head: number): HeadRead;
  /** This process wrote what follows `from`, up to `to`. */
  wrote(restaurantId: string, from: number, to: number): void;
  /** Those read ahead that nothing of this process has accounted for: from now on they are known. */
  settle(): string[];
};

export type HeadRead = "known" | "first" | "back" | "ahead";

export function createKnownHeads(): KnownHeads {
  const heads = new Map<string, number>();
  /** What this process wrote last, without a gap. */
  const own = new Map<string, { readonly from: number; readonly to: number }>();
  const ahead = new Map<string, number>();

  function know(restaurantId: string, head: number): void {
    const run = own.get(restaurantId);
    const isWithin = run !== undefined && run.from <= head && head < run.to;
    heads.set(restaurantId, isWithin ? run.to : head);
  }

  return {
    of: (restaurantId) => heads.get(restaurantId),
    read(restaurantId, before, head) {
      if (before !== undefined && head < before) {
        // What this process wrote is of the log that was given up.
        own.delete(restaurantId);
        ahead.delete(restaurantId);
        know(restaurantId, head);
        return "back";
      }
      if ((heads.get(restaurantId) ?? -1) >= head) return "known";
      if (before === undefined) {
        know(restaurantId, head);
        return "first";
      }
      ahead.set(restaurantId, head);
      return "ahead";
    },
    wrote(restaurantId, from, to) {
      const run = own.get(restaurantId);
      own.set(restaurantId, { from: run?.to === from ? run.from : from, to });
      const head = heads.get(restaurantId);
      if (head !== undefined) know(restaurantId, head);
    },
    settle() {
      const strangers = [...ahead].filter(([restaurantId, head]) => {
        const isAnothers = (heads.get(restaurantId) ?? -1) < head;
        if (isAnothers) know(restaurantId, head);
        return isAnothers;
      });
      ahead.clear();
      return strangers.map(([restaurantId]) => restaurantId);
    },
  };
}
