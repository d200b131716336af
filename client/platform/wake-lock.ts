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

/** What this needs of the browser; a test brings its own. */
export type WakePort = {
  /** Null where the browser has no such lock. */
  request(): Promise<WakeLockSentinel | null>;
  isVisible(): boolean;
  onVisibility(listener: () => void): () => void;
  after(ms: number, work: () => void): () => void;
};

/** How long after a refusal, or after the lock was taken away, it is asked for again. */
export const ASK_AGAIN_MS = 30_000;

const browser: WakePort = {
  request: async () => ("wakeLock" in navigator ? navigator.wakeLock.request("screen") : null),
  isVisible,
  onVisibility,
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Keeps the screen from sleeping while the page is visible. The lock is lost whenever the page is
 * hidden, and may be taken away at any time (a battery that runs low): it is asked for again at
 * once, and then now and then. `listener` hears whether the screen is held awake, because a kitchen
 * must be told when it is not.
 */
export function keepAwake(
  listener: (awake: boolean) => void,
  port: WakePort = browser,
): () => void {
  let stopped = false;
  let asking = false;
  let lock: WakeLockSentinel | null = null;
  let robbed = false;
  let notLater = (): void => undefined;
  let forget = (): void => undefined;
  const ask = async (): Promise<void> => {
    notLater();
    if (stopped || asking || !port.isVisible() || (lock !== null && !lock.released)) return;
    asking = true;
    try {
      const got = await port.request();
      if (stopped) return void got?.release();
      lock = got;
      got?.addEventListener("release", lost, { once: true });
      listener(got !== null);
    } catch (error) {
      // Low battery or no permission: told to the person, and tried again.
      if (!(error instanceof DOMException)) throw error;
      listener(false);
      notLater = port.after(ASK_AGAIN_MS, () => void ask());
    } finally {
      asking = false;
    }
  };
  /**
   * A hidden page gives it back as it must, and asks when it is next shown. What is taken away
   * twice in a row is not asked for at once again.
   */
  const lost = () => {
    if (stopped || !port.isVisible()) return;
    if (robbed) {
      listener(false);
      notLater = port.after(ASK_AGAIN_MS, () => void ask());
      return;
    }
    robbed = true;
    forget = port.after(ASK_AGAIN_MS, () => {
      robbed = false;
    });
    void ask();
  };
  void ask();
  const stop = port.onVisibility(() => void ask());
  return () => {
    stopped = true;
    notLater();
    forget();
    stop();
    void lock?.release();
  };
}
