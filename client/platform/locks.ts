/** Web Locks, where the browser has them: only under HTTPS and on localhost. */
export type HeldLock = {
  /** Resolves when the lock is gone: released here, or stolen by another tab. */
  readonly gone: Promise<void>;
  release(): void;
};

export const hasLocks = (): boolean => "locks" in navigator;

/**
 * Asks for the lock `name`: waits in line, or takes it from whoever holds it. Calls back once it is ours. What is returned gives up
 * waiting; a lock that is held is released by its own `release`.
 */
export function requestLock(name: string, how: "wait" | "steal", held: (lock: HeldLock) => void): () => void {
  const waiting = new AbortController();
  let leave: () => void = () => undefined;
  const stay = new Promise<void>((resolve) => {
    leave = resolve;
  });
  let told: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    told = resolve;
  });
  // The two options exclude each other: a theft does not wait, so there is nothing to give up.
  const options = how === "steal" ? { steal: true } : { signal: waiting.signal };
  navigator.locks
    .request(name, options, () => {
      held({ gone, release: leave });
      return stay;
    })
    .then(told, (error: unknown) => {
      told();
      // AbortError: given up waiting, or robbed; both are told by `gone`.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
  return () => waiting.abort();
}
