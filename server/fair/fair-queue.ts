/**
 * How restaurants share what this process has once: commits, connections, heavy reads, streams of guests. A restaurant that asks for much waits behind
 * itself, and a neighbour notices at most the one piece of work that is under way.
 *
 * - FAIR-1 Whatever is shared is handed out to restaurants in turn: each that waits gets one piece before any gets its next, in the order in which they
 *   began to wait. Within a restaurant the order is that of asking.
 * - FAIR-2 No restaurant has more than its share under way at once, however idle the rest is: what it has begun cannot be taken back when a neighbour comes.
 * - FAIR-3 Lines are bounded, for each restaurant and in all. Whose own line is full is refused (429, when to come back). Where all lines together are full,
 *   the longest one loses its newest if the asker's is shorter, else the asker is refused (503 from the writer, 429 from reads).
 * - FAIR-4 A commit holds of each restaurant at most a share, measured in work and not in requests: an order of ninety lines is worth many bumps (sync/writer.ts).
 * - FAIR-5 Of the database's connections one restaurant has at most half, and some are the directory's alone: who is asking must be found out
 *   whatever restaurants do (db/database.ts).
 * - FAIR-6 Heavy reads (snapshots, figures, exports, the looks inside) have a few places of their own and one for each restaurant. Figures are parsed and
 *   counted in a thread of their own (figures/figures-thread.ts). A device's snapshot is read once for all who want the same one (sync/snapshots.ts).
 * - FAIR-7 A reader that is slow holds neither a connection nor a copy of its own, and is cut off where it takes nothing (http/answer-deadlines.ts). What all of
 *   them leave lying is bounded, for devices, guests' phones and strangers apart; beyond that goes what whoever has the most has (http/held-answers.ts).
 * - FAIR-8 Guests' streams are counted by table, restaurant and in all. Where one of these is full, the source (table, restaurant) with the most streams in
 *   it loses its oldest, if it has more than the asker would; else the asker is refused (429) and polls (guests/stream-places.ts). Devices' streams are counted by
 *   device (SYN-31), and are never refused for guests.
 * - FAIR-9 What guards a restaurant does not wait behind what floods it: the server's own words and its guests' orders stand in lines of their own beside
 *   the staff's, and jobs have connections of their own.
 * - FAIR-10 Beside a restaurant that works, who asks without end rests between its pieces (beside.ts, rests.ts): as long as a commit took in which it filled its share
 *   (sync/writer.ts), for a moment after each piece of a snapshot (sync/snapshots.ts). What a neighbour meets is then short, and mostly nothing; a
 *   restaurant that is alone never rests.
 * - FAIR-11 Who holds a token has a few requests under way at once, until their answers are read; more of them wait, and no work is done for them (auth/at-once.ts).
 */

export type Line = { /** Waiting in all lines together. */ readonly all: number; /** Waiting in one. */ readonly each: number };

export type Refused<T> = { readonly item: T; /** Whose line was too long. */ readonly because: "own" | "all" };

export type FairQueue<T> = {
  /** Null: it waits. Else what does not (any more): itself, or the newest of the longest line. */
  push(key: string, item: T): Refused<T> | null;
  /** The next in turn among those that may (all by default); undefined where there is none. */
  shift(may?: (key: string, item: T) => boolean): { readonly key: string; readonly item: T } | undefined;
  size(): number;
  /** How many wait for themselves: lines that are not empty. */
  lines(): number;
};

export function createFairQueue<T>(limits: Line): FairQueue<T> {
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
      const longest = [...lines.values()].reduce<T[]>((most, line) => (line.length > most.length ? line : most), []);
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
