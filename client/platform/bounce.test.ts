import { describe, expect, test } from "vitest";
import { AGAIN_MS, bouncedFrom, NEAR_PX, withTouch, type Touch } from "./bounce.ts";

const touch = (at: number, x: number, control: string, scene = ""): Touch => ({
  at,
  place: { x, y: 100 },
  on: { control, scene },
});
const key = (at: number, control: string, scene = ""): Touch => ({
  at,
  place: null,
  on: { control, scene },
});

/**
 * Which of these touches, one after the other, are meant; `under`: what lies by then where the
 * earlier ones came down.
 */
function meant(touches: readonly Touch[], under?: string): boolean[] {
  let earlier: readonly Touch[] = [];
  return touches.map((it) => {
    const from = bouncedFrom(earlier, it, () =>
      under === undefined ? it.on : { control: under, scene: "" },
    );
    earlier = withTouch(earlier, it, from);
    return from === null;
  });
}

describe("a touch is meant for what it lands on", () => {
  test("five places in a second, whatever has come up there", () => {
    expect(
      meant([0, 1, 2, 3, 4].map((n) => touch(n * 200, n * (NEAR_PX + 1), `dish ${n}`))),
    ).toEqual([true, true, true, true, true]);
  });

  test("the same control again, as often as it is touched", () => {
    expect(meant([0, 90, 180, 270].map((at) => touch(at, 0, "plus")))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  test("a neighbour, where the first still lies at its place", () => {
    expect(meant([touch(0, 0, "less"), touch(100, NEAR_PX, "more")], "less")).toEqual([true, true]);
    expect(meant([touch(0, 0, "less"), touch(100, NEAR_PX, "more")], "row that slid up")).toEqual([
      true,
      false,
    ]);
  });

  test("what has come up in its place, from when a double tap is over", () => {
    expect(meant([touch(0, 0, "open"), touch(AGAIN_MS + 1, 0, "confirm")])).toEqual([true, true]);
  });
});

describe("a touch is the second half of the one before it", () => {
  test("within 350 ms and 24 px, where something else lies there now", () => {
    expect(meant([touch(0, 0, "open"), touch(AGAIN_MS, NEAR_PX, "confirm")])).toEqual([
      true,
      false,
    ]);
  });

  test("where the same button means something else now", () => {
    expect(meant([touch(0, 0, "deed", "1"), touch(120, 0, "deed", "2")])).toEqual([true, false]);
  });

  test("and so is the third, and no other touch in between makes it a new one", () => {
    expect(
      meant([
        touch(0, 0, "open"),
        touch(150, 0, "confirm"),
        touch(200, 300, "elsewhere"),
        touch(400, 0, "confirm"),
        touch(400 + AGAIN_MS + 1, 0, "confirm"),
      ]),
    ).toEqual([true, false, true, false, true]);
  });

  test("where a key is pressed twice; a finger is no key", () => {
    expect(meant([key(0, "open"), key(100, "confirm"), touch(150, 0, "confirm")])).toEqual([
      true,
      false,
      true,
    ]);
  });
});

test("what is remembered has an end", () => {
  let earlier: readonly Touch[] = [];
  for (let n = 0; n < 1_000; n++) earlier = withTouch(earlier, touch(0, n * 100, "x"), null);
  expect(earlier).toHaveLength(16);
});
