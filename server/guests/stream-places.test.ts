import { expect, test } from "vitest";
import { createStreamPlaces, STREAM_LIMITS, type StreamPlaces } from "./stream-places.ts";

const LIMITS = { all: 12, restaurant: 8, table: 4, source: 3 };

const enter = (
  places: StreamPlaces<string>,
  name: string,
  restaurantId = "r1",
  tableId = "t1",
  source = "s1",
) => places.enter({ restaurantId, tableId, source }, name);
/** As many as there is place for, under names that count up. */
function fill(
  places: StreamPlaces<string>,
  count: number,
  name: string,
  ...path: [string, string, string]
): number {
  let entered = 0;
  for (let n = 0; n < count; n += 1)
    if (enter(places, `${name}${n}`, ...path) !== null) entered += 1;
  return entered;
}

test("FAIR-8 a source, a table and a restaurant have as many streams as they may, and one more is refused", () => {
  const places = createStreamPlaces<string>(LIMITS);
  expect(fill(places, 9, "a", "r1", "t1", "s1")).toBe(3);
  expect(fill(places, 1, "b", "r1", "t1", "s2")).toBe(1);
  expect(fill(places, 9, "c", "r1", "t2", "s3")).toBe(3);
  expect(places.size()).toBe(7);
});

test("FAIR-8 at a table that is full, the source with the most loses its oldest to one that has fewer, until they are even", () => {
  const places = createStreamPlaces<string>(LIMITS);
  fill(places, 3, "a", "r1", "t1", "s1");
  enter(places, "b0", "r1", "t1", "s2");
  expect(enter(places, "b1", "r1", "t1", "s2")).toEqual({ ended: "a0" });
  expect(enter(places, "b2", "r1", "t1", "s2")).toBeNull();
  expect(enter(places, "c0", "r1", "t1", "s3")).toEqual({ ended: "a1" });
  expect(places.size()).toBe(4);
});

test("FAIR-8 one link that takes all there is costs other tables and other restaurants nothing", () => {
  const places = createStreamPlaces<string>({ all: 6, restaurant: 6, table: 6, source: 6 });
  expect(fill(places, 100, "a", "r1", "t1", "s1")).toBe(6);
  expect(enter(places, "b0", "r1", "t2", "s2")).toEqual({ ended: "a0" });
  expect(enter(places, "c0", "r2", "t1", "s1")).toEqual({ ended: "a1" });
  expect(enter(places, "c1", "r2", "t1", "s1")).toEqual({ ended: "a2" });
  expect(enter(places, "a9", "r1", "t1", "s1")).toBeNull();
});

test("who leaves, once or twice, makes one place", () => {
  const places = createStreamPlaces<string>(LIMITS);
  fill(places, 3, "a", "r1", "t1", "s1");
  places.leave("a1");
  places.leave("a1");
  expect(fill(places, 2, "b", "r1", "t1", "s1")).toBe(1);
  for (const name of ["a0", "a2", "b0"]) places.leave(name);
  expect(places.size()).toBe(0);
});

test("the limits leave an evening's guests alone: twenty tables of twenty phones behind one address", () => {
  const places = createStreamPlaces<string>();
  for (let table = 0; table < 20; table += 1)
    expect(fill(places, 20, `t${table}-`, "r1", `t${table}`, "s1")).toBe(20);
  expect(STREAM_LIMITS.source).toBeLessThan(STREAM_LIMITS.table);
});
