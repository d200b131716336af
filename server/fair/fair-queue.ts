/**
 * How restaurants share what this process has once: commits, connections, heavy reads, streams of
 * guests. The rules are FAIR-1 to FAIR-11 in RULES.md; here are the lines of FAIR-1 to FAIR-3.
 */

export type LineLimits = {
  /** Waiting in all lines together. */ readonly all: number;
  /** Waiting in one. */ readonly each: number;
};

export type Refused<T> = {
  readonly item: T;
  /** Whose line was too long. */ readonly because: "own" | "all";
};

export type FairQueue<T> = {
  /** Null: it waits. Else what does not (any more): itself, or the newest of the longest line. */
  push(key: string, item: T): Refused<T> | null;
  /** The next in turn among those that may (all by default); undefined where there is none. */
  shift(
    may?: (key: string, item: T) => boolean,
  ): { readonly key: string; readonly item: T } | undefined;
  size(): number;
  /** How many wait for themselves: lines that are not empty. */
  lines(): number;
};

export function createFairQueue<T>(limits: LineLimits): FairQueue<T> {
  /** In the order of their turns. None is empty. */
  const lines = new Map<string, T[]>();
  let size = 0;

  const add = (key: string, item: T): void => {
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [item]);
    else line.push(item);
    size += 1;
  };

  return {
    push(key, item) {
      const own = lines.get(key)?.length ?? 0;
      if (own >= limits.each) return { item, because: "own" };
      if (size < limits.all) {
        add(key, item);
        return null;
      }
      const longest = [...lines.values()].reduce<T[]>(
        (most, line) => (line.length > most.length ? line : most),
        [],
      );
      const newest = longest.length > own + 1 ? longest.pop() : undefined;
      if (newest === undefined) return { item, because: "all" };
      size -= 1;
      add(key, item);
      return { item: newest, because: "all" };
    },
    shift(may = () => true) {
      for (const [key, line] of lines) {
        const [item] = line;
        if (item === undefined || !may(key, item)) continue;
        line.shift();
        size -= 1;
        // Behind all that wait by now.
        lines.delete(key);
        if (line.length > 0) lines.set(key, line);
        return { key, item };
      }
      return undefined;
    },
    size: () => size,
    lines: () => lines.size,
  };
}
