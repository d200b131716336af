/**
 * Tells open streams of this process that their subject was unpaired or signed out. Other processes learn it by asking the
 * directory again at their sweep; nothing here crosses the process.
 */
export type Revocations = {
  /** Calls `ended` once the subject is revoked, until the returned function is called. */
  readonly onRevoked: (subjectId: string, ended: () => void) => () => void;
  readonly revoked: (subjectId: string) => void;
};

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
