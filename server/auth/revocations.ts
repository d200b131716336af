/**
 * Tells open streams of this process that their subject was unpaired or signed out, or that its
 * session made room for another. Other processes learn it by a hint (sync/hints.ts), and where that
 * is lost by asking the directory again at their streams' next heartbeat.
 */
export type Revocations = {
  /** Calls `ended` once the subject is revoked, until the returned function is called. */
  readonly onRevoked: (subjectId: string, ended: () => void) => () => void;
  readonly revoked: (subjectId: string) => void;
};

/** Who is told that a subject may not go on: this process, and by a hint the others. */
export type EndingDeps = {
  readonly revocations: Pick<Revocations, "revoked">;
  readonly hints: { readonly publishRevoked: (subjectId: string) => void };
};

/** A device or session has ended: its streams end now, here and at every other process. */
export function tellEnded({ revocations, hints }: EndingDeps, subjectId: string): void {
  revocations.revoked(subjectId);
  hints.publishRevoked(subjectId);
}

export function createRevocations(): Revocations {
  const listeners = new Map<string, Set<() => void>>();
  return {
    onRevoked(subjectId, ended) {
      const listener = (): void => ended();
      const set = listeners.get(subjectId) ?? new Set();
      listeners.set(subjectId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(subjectId) === set) listeners.delete(subjectId);
      };
    },
    revoked(subjectId) {
      const set = listeners.get(subjectId);
      listeners.delete(subjectId);
      for (const ended of set ?? []) ended();
    },
  };
}
