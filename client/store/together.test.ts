import { expect, it } from "vitest";
import { together } from "./together.ts";

/** Says what each call was asked for; `goOn` ends the call that is under way. */
function aSlowOne() {
  const calls: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const double = together(async (asks: readonly number[]) => {
    calls.push(asks);
    await new Promise<void>((resolve) => ends.push(resolve));
    if (asks.includes(13)) throw new Error("no");
    return asks.map((ask) => ask * 2);
  });
  const goOn = () => {
    for (const end of ends.splice(0)) end();
  };
  return { calls, double, goOn, turn: () => new Promise<void>((resolve) => setTimeout(resolve, 0)) };
}

it("carries out in one call what is asked for in one go, and in the next what comes meanwhile", async () => {
  const { calls, double, goOn, turn } = aSlowOne();
  const first = [1, 2, 3].map(double);
  await turn();
  const second = [4, 5].map(double);
  goOn();
  expect(await Promise.all(first)).toEqual([2, 4, 6]);
  await turn();
  goOn();
  expect(await Promise.all(second)).toEqual([8, 10]);
  expect(calls).toEqual([[1, 2, 3], [4, 5]]);
});

it("fails all that were in a call that failed, and goes on with the next", async () => {
  const { double, goOn, turn } = aSlowOne();
  const failing = [12, 13].map((n) => double(n).catch((error: unknown) => error));
  await turn();
  const later = double(14);
  goOn();
  expect(await Promise.all(failing)).toEqual([new Error("no"), new Error("no")]);
  await turn();
  goOn();
  expect(await later).toBe(28);
  const afterRest = double(1);
  await turn();
  goOn();
  expect(await afterRest).toBe(2);
});
