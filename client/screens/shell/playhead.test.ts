import { expect, test } from "vitest";
import { advance, goToMoment, togglePlay } from "./playhead.ts";

const SPAN = { fromMs: 1_000, toMs: 100_000 };
const running = { ms: 10_000, playing: true };

test("runs as much faster than the evening as was asked, and stands still at its end", () => {
  expect(advance(running, 250, 1, SPAN)).toEqual({ ms: 10_250, playing: true });
  expect(advance(running, 250, 60, SPAN)).toEqual({ ms: 25_000, playing: true });
  expect(advance(running, 1_500, 60, SPAN)).toEqual({ ms: 100_000, playing: false });
});

test("does not move while it is paused, nor backwards with a clock that was set back", () => {
  const paused = { ms: 10_000, playing: false };
  expect(advance(paused, 250, 10, SPAN)).toBe(paused);
  expect(advance(running, -250, 10, SPAN)).toEqual(running);
});

test("plays on from where it stands, and from the beginning where it stands at the end", () => {
  expect(togglePlay({ ms: 5_000, playing: false }, SPAN)).toEqual({ ms: 5_000, playing: true });
  expect(togglePlay({ ms: 5_000, playing: true }, SPAN)).toEqual({ ms: 5_000, playing: false });
  expect(togglePlay({ ms: 100_000, playing: false }, SPAN)).toEqual({ ms: 1_000, playing: true });
});

test("pauses at a moment that was chosen, and never leaves the film", () => {
  expect([5_000, 0, 999_999].map((ms) => goToMoment(ms, SPAN))).toEqual(
    [5_000, 1_000, 100_000].map((ms) => ({ ms, playing: false })),
  );
});
