/**
 * Places for guests' streams, in a tree: those of a source (a phone, or all that share an address)
 * within its table, of a table within its restaurant, of a restaurant within the process (FAIR-8).
 * Each level is bounded. Where one is full, the branch below it with the most streams gives its
 * oldest up, if that leaves it no fewer than the newcomer's branch will have: who takes all there
 * is makes place. Who would take it from itself has to poll, or two of its own would end each
 * other's for ever.
 */

export type StreamPath = {
  readonly restaurantId: string;
  readonly tableId: string;
  readonly source: string;
};

export type StreamPlaces<T> = {
  /** `ended`: who gives its place up for it, or nobody. Null: there is no place. */
  enter(path: StreamPath, stream: T): { readonly ended: T | null } | null;
  leave(stream: T): void;
  size(): number;
};

export type StreamLimits = {
  readonly all: number;
  readonly restaurant: number;
  readonly table: number;
  readonly source: number;
};

/**
 * A table's guests are a dozen, and may be behind one address; a phone that was locked leaves a
 * stream behind until its connection is known to be dead.
 */
export const STREAM_LIMITS: StreamLimits = { all: 5_000, restaurant: 1_000, table: 60, source: 40 };

export function createStreamPlaces<T>(limits: StreamLimits = STREAM_LIMITS): StreamPlaces<T> {
  const levels = [limits.all, limits.restaurant, limits.table, limits.source];
  const root = newBranch<T>(null);
  const leaves = new Map<T, Branch<T>>();

  const remove = (stream: T): void => {
    const leaf = leaves.get(stream);
    if (leaf === undefined) return;
    leaves.delete(stream);
    leaf.streams.delete(stream);
    for (let branch: Branch<T> | null = leaf; branch !== null; branch = branch.parent) {
      branch.count -= 1;
      if (branch.count === 0) branch.parent?.below.delete(branch.key);
    }
  };

  const add = (keys: readonly string[], stream: T): void => {
    root.count += 1;
    let branch = root;
    for (const key of keys) {
      const next: Branch<T> = branch.below.get(key) ?? newBranch(branch, key);
      branch.below.set(key, next);
      next.count += 1;
      branch = next;
    }
    branch.streams.add(stream);
    leaves.set(stream, branch);
  };

  /** The innermost level that is full: one place there is one place in all that are around it. */
  const fullAt = (
    keys: readonly string[],
  ): { readonly branch: Branch<T>; readonly mine: string | undefined } | null => {
    let found = null;
    let branch: Branch<T> | undefined = root;
    for (const [depth, limit] of levels.entries()) {
      const mine = keys[depth];
      if (branch !== undefined && branch.count >= limit) found = { branch, mine };
      branch = mine === undefined ? undefined : branch?.below.get(mine);
    }
    return found;
  };

  return {
    enter({ restaurantId, tableId, source }, stream) {
      const keys = [restaurantId, tableId, source];
      const full = fullAt(keys);
      const ended = full === null ? null : oldestOfGreediest(full.branch, full.mine);
      if (full !== null && ended === null) return null;
      if (ended !== null) remove(ended);
      add(keys, stream);
      return { ended };
    },
    leave: remove,
    size: () => root.count,
  };
}

type Branch<T> = {
  readonly parent: Branch<T> | null;
  readonly key: string;
  count: number;
  readonly below: Map<string, Branch<T>>;
  /** Of a leaf, oldest first. */ readonly streams: Set<T>;
};

const newBranch = <T>(parent: Branch<T> | null, key = ""): Branch<T> => ({
  parent,
  key,
  count: 0,
  below: new Map(),
  streams: new Set(),
});

/** Null where nobody below has more than `mine` will have. */
function oldestOfGreediest<T>(branch: Branch<T>, mine: string | undefined): T | null {
  const greediest = mostBelow(branch);
  const own = mine === undefined ? 0 : (branch.below.get(mine)?.count ?? 0);
  if (greediest === null || greediest.key === mine || greediest.count <= own + 1) return null;
  let leaf = greediest;
  for (let next = mostBelow(leaf); next !== null; next = mostBelow(leaf)) leaf = next;
  return leaf.streams.values().next().value ?? null;
}

function mostBelow<T>({ below }: Branch<T>): Branch<T> | null {
  let most: Branch<T> | null = null;
  for (const one of below.values()) if (most === null || one.count > most.count) most = one;
  return most;
}
