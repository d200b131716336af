import { expect, test } from "vitest";
import { newId } from "./new-id.ts";

test.each([
  ["Grill", "grill"],
  ["Smørrebrød", "smorrebrod"],
  ["Weißbier 0,5 l", "weissbier-0-5-l"],
  ["  Cold   Kitchen ", "cold-kitchen"],
  ["厨房", "station"],
])("%s becomes %s", (name, id) => {
  expect(newId(name, [], "station")).toBe(id);
});

test("is unlike every one in use, and unlike what every object answers to", () => {
  expect(newId("Grill", ["grill", "grill-2"], "station")).toBe("grill-3");
  expect(["Constructor", "Value of"].map((name) => newId(name, [], "station"))).toEqual([
    "constructor-2",
    "value-of",
  ]);
});
