import { expect, test } from "vitest";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { createTurns, FAILED_TURN, TURNS_AT_ONCE } from "./turns.ts";

type Taken = {
  readonly id: string;
  readonly end: (next: number | null) => void;
  readonly fail: () => void;
};

function rig() {
  const taken: Taken[] = [];
  const errors: object[] = [];
  const clock = { ms: 0, now: () => clock.ms };
  const turns = createTurns({
    take: (id) =>
      new Promise(
        (end, reject) => void taken.push({ id, end, fail: () => reject(new Error("broken")) }),
      ),
    clock,
    random: { next: () => 1 },
    log: { error: (fields) => void errors.push(fields) },
  });
  const settle = () => new Promise((resolve) => void setImmediate(resolve));
  return { turns, taken, errors, clock, settle, ids: () => taken.map(({ id }) => id) };
}

test("a few have their turn at once; each that ends makes place for the longest overdue", async () => {
  const { turns, taken, clock, ids, settle } = rig();
  const all = Array.from({ length: TURNS_AT_ONCE + 2 }, (_, index) => `r${index}`);
  for (const id of all) {
    turns.soon(id);
    clock.ms += 1;
  }
  turns.begin();
  turns.begin();
  expect(ids()).toEqual(all.slice(0, TURNS_AT_ONCE));
  // The first is slow: that is one place, and nobody else's time.
  taken[1]?.end(null);
  taken[2]?.end(null);
  await settle();
  expect(ids()).toEqual(all);
});

test("one that fails waits longer and longer by itself, however much it changes, and the others go on", async () => {
  const { turns, taken, errors, clock, ids, settle } = rig();
  turns.soon("bad");
  turns.soon("good");
  let waited = 0;
  for (const [failures, waitMs] of [
    [1, FAILED_TURN.baseMs],
    [2, 2 * FAILED_TURN.baseMs],
    [3, 4 * FAILED_TURN.baseMs],
    [4, FAILED_TURN.capMs],
    [5, FAILED_TURN.capMs],
  ] as const) {
    turns.begin();
    expect(ids().toSorted()).toEqual(["bad", "good"]);
    for (const { id, fail, end } of taken.splice(0))
      if (id === "bad") fail();
      else end(clock.ms);
    await settle();
    expect(errors.at(-1)).toMatchObject({ restaurantId: "bad", failures });
    clock.ms += waitMs - 1;
    turns.soon("bad");
    turns.begin();
    expect(ids()).toEqual(["good"]);
    for (const { end } of taken.splice(0)) end(clock.ms);
    await settle();
    clock.ms += 1;
    waited += waitMs;
  }
  expect(waited).toBeLessThan(MINUTE);
  turns.begin();
  taken.find(({ id }) => id === "bad")?.end(null);
  await settle();
  turns.soon("bad");
  turns.begin();
  expect(ids().filter((id) => id === "bad")).toHaveLength(2);
});

test("what changes during its turn has another; what nothing is due for has none until it changes", async () => {
  const { turns, taken, clock, ids, settle } = rig();
  turns.soon("r");
  turns.begin();
  turns.soon("r");
  taken[0]?.end(clock.ms + MINUTE);
  await settle();
  turns.begin();
  expect(ids()).toEqual(["r", "r"]);
  taken[1]?.end(null);
  await settle();
  clock.ms += MINUTE;
  turns.begin();
  expect(ids()).toHaveLength(2);
  turns.soon("r");
  turns.begin();
  taken[2]?.end(clock.ms + 10 * SECOND);
  await settle();
  clock.ms += 10 * SECOND;
  turns.begin();
  expect(ids()).toHaveLength(4);
  // A little later is soon enough, and never later than it was.
  turns.soon("r", 5 * SECOND);
  taken[3]?.end(null);
  await settle();
  turns.soon("r", 20 * SECOND);
  clock.ms += 5 * SECOND - 1;
  turns.begin();
  expect(ids()).toHaveLength(4);
  clock.ms += 1;
  turns.begin();
  expect(ids()).toHaveLength(5);
});

test("stopping begins nothing more and waits for what is under way", async () => {
  const { turns, taken, ids, settle } = rig();
  for (let index = 0; index <= TURNS_AT_ONCE; index += 1) turns.soon(`r${index}`);
  turns.begin();
  let stopped = false;
  const stopping = turns.stop().then(() => {
    stopped = true;
  });
  for (const { end } of taken.slice(1)) end(null);
  await settle();
  expect(stopped).toBe(false);
  taken[0]?.end(null);
  await stopping;
  expect(ids()).toHaveLength(TURNS_AT_ONCE);
});
