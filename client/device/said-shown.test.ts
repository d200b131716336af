import { beforeEach, expect, test } from "vitest";
import { createSaidShown, type SaidShown } from "./said-shown.ts";

let now: number;
let said: string[];
let answers: boolean[];
let shown: SaidShown;
beforeEach(() => {
  [now, said, answers] = [1_000_000, [], []];
  shown = createSaidShown(
    async (ids) => {
      said.push(ids.join("+"));
      return answers.shift() ?? true;
    },
    () => now,
  );
});
const settled = () => new Promise((resolve) => void setTimeout(resolve));

test("[ORD-34] says what it shows once there is contact, when it changes, and after each time without contact; never twice for nothing", async () => {
  shown.shows(["grill"]);
  await settled();
  expect(said).toEqual([]);
  shown.look(true);
  await settled();
  shown.look(true);
  shown.shows(["grill"]);
  await settled();
  expect(said).toEqual(["grill"]);
  shown.shows([]);
  await settled();
  expect(said).toEqual(["grill", ""]);
  shown.look(false);
  shown.shows(["bar"]);
  await settled();
  shown.look(true);
  await settled();
  expect(said).toEqual(["grill", "", "bar"]);
  shown.look(false);
  shown.look(true);
  await settled();
  expect(said).toEqual(["grill", "", "bar", "bar"]);
});

test("[ORD-34] what changes while it is being said is said after it, and what got no answer is said again after a while", async () => {
  answers = [false];
  shown.look(true);
  shown.shows(["grill"]);
  shown.shows(["bar"]);
  await settled();
  expect(said).toEqual(["grill"]);
  now += 10_000;
  shown.look(true);
  await settled();
  expect(said).toEqual(["grill", "bar"]);
});
