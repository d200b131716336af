/**
 * What each kind of news sounds like. Known apart by rhythm first, by pitch second: a fan swallows
 * pitches.
 */
import type { News } from "#shared/kitchen/news.ts";
import type { SoundTone } from "../../platform/sound.ts";

export type TuneName = News | "late" | "alarm" | "stale" | "chime";

const beat = (
  pitches: readonly number[],
  everyMs: number,
  lastsMs: number,
  wave: OscillatorType = "triangle",
): SoundTone[] => pitches.map((pitch, index) => ({ pitch, atMs: index * everyMs, lastsMs, wave }));

export const TUNES: Record<TuneName, readonly SoundTone[]> = {
  // A bell that rises: something to make.
  new: beat([784, 1_175], 180, 320),
  // The same bell with a tail: more of what you have.
  added: beat([784, 988, 1_175], 120, 160),
  // Falls, twice, hard: stop making it.
  voided: beat([587, 392, 587, 392], 150, 130, "square"),
  // Up and down again: it goes elsewhere.
  moved: beat([659, 880, 659], 160, 150),
  // Five quick knocks.
  rush: beat([1_047, 1_047, 1_047, 1_047, 1_047], 90, 60, "square"),
  // Two even knocks: look again.
  changed: beat([698, 698], 220, 150),
  // One long low horn.
  late: beat([330], 0, 700, "sawtooth"),
  // A siren of two tones, four times.
  alarm: beat([880, 620, 880, 620, 880, 620, 880, 620], 200, 190, "square"),
  // Three low, slow steps down.
  stale: beat([440, 370, 311], 350, 320, "sawtooth"),
  // The public board's: soft, and no kitchen's.
  chime: beat([1_047, 1_319, 1_568], 200, 500, "sine"),
};
