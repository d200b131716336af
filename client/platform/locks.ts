/** Web Locks, where the browser has them: only under HTTPS and on localhost. */
import type { HeldLock } from "#shared/sync/device/shell/ports.ts";

export const hasLocks = (): boolean =>
  "locks" in navigator && (navigator.locks as LockManager | undefined) !== undefined;

/**
 * Asks for the lock `name`: waits in line, or takes it from whoever holds it. Calls back once it is
 * ours. What is returned gives up waiting; a lock that is held is released by its own `release`.
 */
export function requestLock(
  name: string,
  how: "wait" | "steal",
  held: (lock: HeldLock) => void,
): () => void {
  const waiting = new AbortController();
  const { lock, stay, told } = holding();
  // The two options exclude each other: a theft does not wait, so there is nothing to give up.
  const options = how === "steal" ? { steal: true } : { signal: waiting.signal };
  navigator.locks
    .request(name, options, () => {
      held(lock);
      return stay;
    })
    .then(told, (error: unknown) => {
      told();
      // AbortError: given up waiting, or robbed; both are told by `gone`.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    });
  return () => waiting.abort();
}

/** The lock `name` if nobody has it, else null. */
export function tryLock(name: string): Promise<HeldLock | null> {
  const { lock, stay, told } = holding();
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (given) => {
        resolve(given === null ? null : lock);
        return given === null ? undefined : stay;
      })
      .then(told, (error: unknown) => {
        told();
        // Stolen; or refused, as where the page is just being left.
        if (error instanceof DOMException) resolve(null);
        else reject(error);
      });
  });
}

/** A lock that is ours while `stay` lasts, and `told` when it is no more. */
function holding(): {
  readonly lock: HeldLock;
  readonly stay: Promise<void>;
  readonly told: () => void;
} {
  let release: () => void = () => undefined;
  const stay = new Promise<void>((resolve) => void (release = resolve));
  let told: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => void (told = resolve));
  return { lock: { gone, release }, stay, told };
}
