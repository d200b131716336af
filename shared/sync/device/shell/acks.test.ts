import { expect, test } from "vitest";
import { createAcks } from "./acks.ts";

test("[SYN-13] says the latest place, one request at a time", async () => {
  const said: number[] = [];
  let answer: () => void = () => undefined;
  const acks = createAcks(
    (seq) => {
      said.push(seq);
      return new Promise((resolve) => void (answer = resolve));
    },
    () => Promise.resolve(),
  );
  for (const seq of [1, 2, 3, 9]) acks.reached(seq);
  expect(said).toEqual([1]);
  answer();
  await expect.poll(() => said).toEqual([1, 9]);
  answer();
  await Promise.resolve();
  acks.reached(9);
  expect(said).toEqual([1, 9]);
});

test("says a lower place too, when everything was fetched anew", async () => {
  const said: number[] = [];
  const acks = createAcks(
    (seq) => {
      said.push(seq);
      return Promise.resolve();
    },
    () => Promise.resolve(),
  );
  acks.reached(50);
  await expect.poll(() => said).toEqual([50]);
  acks.reached(4);
  await expect.poll(() => said).toEqual([50, 4]);
});
