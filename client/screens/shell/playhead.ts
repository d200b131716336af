/** Where one is in the film, and whether it runs. */
export type Playhead = { readonly ms: number; readonly playing: boolean };

export type Span = { readonly fromMs: number; readonly toMs: number };

/** How much faster than the evening itself: to read along, to follow a rush, to find one. */
export const SPEEDS = [1, 10, 60] as const;

export type Speed = (typeof SPEEDS)[number];

/** Stands still at the end of the film. */
export function advance(head: Playhead, elapsedMs: number, speed: Speed, { toMs }: Span): Playhead {
  if (!head.playing) return head;
  const ms = Math.min(toMs, head.ms + Math.max(0, elapsedMs) * speed);
  return { ms, playing: ms < toMs };
}

/** From the end it plays from the beginning. */
export const togglePlay = ({ ms, playing }: Playhead, { fromMs, toMs }: Span): Playhead =>
  playing ? { ms, playing: false } : { ms: ms >= toMs ? fromMs : ms, playing: true };

/** A person chose a moment: it is looked at, not run past. */
export const goToMoment = (ms: number, { fromMs, toMs }: Span): Playhead => ({
  ms: Math.min(toMs, Math.max(fromMs, ms)),
  playing: false,
});
