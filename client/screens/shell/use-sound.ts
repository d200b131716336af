import { useCallback, useEffect, useSyncExternalStore } from "react";
import { whenIdle } from "../../platform/moments.ts";
import { onTouch } from "../../platform/page.ts";
import { pageSound, type SoundState } from "../../platform/sound.ts";
import { usePreferences, type Volume } from "../../ui/preferences.ts";
import { TUNES, type TuneName } from "./tunes.ts";

export const GAIN: Record<Volume, number> = { off: 0, quiet: 0.25, normal: 0.6, loud: 1 };

/**
 * How often a sound that is silent is tried again, in ms: a browser that lets an installed app play
 * needs no touch.
 */
const TRY_EVERY_MS = 15_000;

/**
 * The state of this page's sound and a way to play; `play` does nothing while the volume is off.
 */
export function useSound(): {
  state: SoundState | "off";
  play: (tune: TuneName) => void;
  turnOn: () => Promise<void>;
} {
  const { volume } = usePreferences();
  const state = useSyncExternalStore(subscribe, () => pageSound().state());
  const play = useCallback(
    (tune: TuneName) => pageSound().play(TUNES[tune], GAIN[volume]),
    [volume],
  );
  const turnOn = useCallback(async () => {
    // Heard at once, so that whoever touched it knows how loud it is.
    if (await pageSound().prove()) pageSound().play(TUNES.new, GAIN[volume]);
  }, [volume]);
  return { state: volume === "off" ? "off" : state, play, turnOn };
}

/** How long the sound may wait for a moment in which nothing else is to be done, in ms. */
const FIRST_TRY_MS = 1_000;

/**
 * Proves the sound as soon as the browser lets it: when the screen is drawn, at the first touch of
 * anything, and again after it was taken away.
 */
export function useProvenSound(): void {
  const { volume } = usePreferences();
  useEffect(() => {
    if (volume === "off") return undefined;
    const prove = () => {
      if (pageSound().state() === "blocked") void pageSound().prove();
    };
    // To open the browser's sound takes 300 ms of a slow tablet's start, and the tickets are waited
    // for.
    let wanted = true;
    whenIdle(() => {
      if (wanted) prove();
    }, FIRST_TRY_MS);
    const timer = setInterval(prove, TRY_EVERY_MS);
    const stop = onTouch(prove);
    return () => {
      wanted = false;
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
