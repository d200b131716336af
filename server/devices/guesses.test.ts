import { expect, test, vi } from "vitest";
import type { Brake } from "../auth/brake.ts";
import { createGuesses } from "./guesses.ts";

const onWrong = vi.fn();
const giveBack = vi.fn(async () => undefined);
const free: Brake["take"] = async () => ({ kind: "taken", giveBack });
const slowed: Brake["take"] = async () => ({ kind: "wait", waitMs: 5_000 });
const guessesOf = (take: Brake["take"], lookedAt = { ofOne: 2, ofAll: 3 }) =>
  createGuesses({ take }, onWrong, lookedAt);
const wrong = async (): Promise<null> => null;
const right = async (): Promise<string> => "paired";
const tooMany = { code: "too_many_requests" };

test("a wrong code of a source that is not slowed is just wrong, and a right one gives its try back", async () => {
  const guesses = guessesOf(free);
  expect(await guesses.attempt("a", wrong)).toBeNull();
  expect(onWrong).toHaveBeenCalledTimes(1);
  expect(giveBack).not.toHaveBeenCalled();
  expect(await guesses.attempt("a", right)).toBe("paired");
  expect(giveBack).toHaveBeenCalledTimes(1);
});

test("of a slowed source a right code is taken, a wrong one has to wait", async () => {
  expect(await guessesOf(slowed).attempt("a", right)).toBe("paired");
  await expect(guessesOf(slowed).attempt("a", wrong)).rejects.toMatchObject({
    ...tooMany,
    extras: { headers: { "Retry-After": "5" } },
  });
});

test("how many codes of slowed sources are looked at is bounded, for one and for all", async () => {
  const look = vi.fn(wrong);
  const guesses = guessesOf(slowed);
  for (const source of ["a", "a", "a", "a", "b", "c", "d"])
    await expect(guesses.attempt(source, look)).rejects.toMatchObject(tooMany);
  expect(look).toHaveBeenCalledTimes(3);
});

test("a flood of slowed sources leaves the codes of others alone", async () => {
  let isSlowed = true;
  const guesses = guessesOf(async (ways) => (isSlowed ? slowed : free)(ways));
  for (let i = 0; i < 10; i++)
    await expect(guesses.attempt(`flood ${i}`, wrong)).rejects.toMatchObject(tooMany);
  isSlowed = false;
  expect(await guesses.attempt("somebody", right)).toBe("paired");
});
