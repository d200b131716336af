import { isVisible, onVisibility } from "./page.ts";

/** Would the browser hold this screen awake right now? Asked for and given back. */
export async function canKeepAwake(): Promise<boolean> {
  if (!("wakeLock" in navigator)) return false;
  try {
    await (await navigator.wakeLock.request("screen")).release();
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/**
 * Keeps the screen from sleeping while the page is visible; the lock is lost whenever the page is hidden, so it is asked for again.
 * `listener` hears whether the screen is held awake, because a kitchen must be told when it is not.
 */
export function keepAwake(listener: (awake: boolean) => void): () => void {
  let stopped = false;
  let lock: WakeLockSentinel | null = null;
  const ask = async (): Promise<void> => {
    if (stopped || !isVisible() || (lock !== null && !lock.released)) return;
    try {
      lock = "wakeLock" in navigator ? await navigator.wakeLock.request("screen") : null;
      listener(lock !== null);
    } catch {
      // Low battery or no permission: told to the person, asked again when the page is next shown.
      listener(false);
    }
  };
  void ask();
  const stop = onVisibility(() => void ask());
  return () => {
    stopped = true;
    stop();
    void lock?.release();
  };
}
