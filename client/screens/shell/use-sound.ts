import { useCallback, useEffect, useSyncExternalStore } from "react";
import { onTouch } from "../../platform/page.ts";
import { pageSound, type SoundState } from "../../platform/sound.ts";
import { usePreferences, type Volume } from "../../ui/preferences.ts";
import { TUNES, type TuneName } from "./tunes.ts";

export const GAIN: Record<Volume, number> = { off: 0, quiet: 0.25, normal: 0.6, loud: 1 };

/** How often a sound that is silent is tried again, in ms: a browser that lets an installed app play needs no touch. */
const TRY_EVERY_MS = 15_000;

/** The state of this page's sound and a way to play; `play` does nothing while the volume is off. */
export function useSound(): { state: SoundState | "off"; play: (tune: TuneName) => void; turnOn: () => Promise<void> } {
  const { volume } = usePreferences();
  const state = useSyncExternalStore(subscribe, () => pageSound().state());
  const play = useCallback((tune: TuneName) => pageSound().play(TUNES[tune], GAIN[volume]), [volume]);
  const turnOn = useCallback(async () => {
    // Heard at once, so that whoever touched it knows how loud it is.
    if (await pageSound().prove()) pageSound().play(TUNES.new, GAIN[volume]);
  }, [volume]);
  return { state: volume === "off" ? "off" : state, play, turnOn };
}

/** Proves the sound as soon as the browser lets it: at once, at the first touch of anything, and again after it was taken away. */
export function useProvenSound(): void {
  const { volume } = usePreferences();
  useEffect(() => {
    if (volume === "off") return undefined;
    const prove = () => {
      if (pageSound().state() === "blocked") void pageSound().prove();
    };
    prove();
    const timer = setInterval(prove, TRY_EVERY_MS);
    const stop = onTouch(prove);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [volume]);
}

const listeners = new Set<() => void>();
let listening = false;

function subscribe(listener: () => void): () => void {
  if (!listening) {
    listening = true;
    pageSound().onChange(() => {
      for (const each of listeners) each();
    });
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}
