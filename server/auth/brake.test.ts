import { expect, test } from "vitest";
import { createBrake } from "./brake.ts";

const wrong = async (): Promise<null> => null;
const right = async (): Promise<string> => "in";

test("five wrong tries are answered, the sixth waits, another source does not", async () => {
  const brake = createBrake();
  for (let i = 0; i < 5; i++) expect(await brake.attempt("a", wrong)).toBeNull();
  await expect(brake.attempt("a", right)).rejects.toMatchObject({ code: "too_many_requests", extras: { headers: { "Retry-After": expect.any(String) } } });
  expect(await brake.attempt("b", right)).toBe("in");
});

test("right tries are never counted", async () => {
  const brake = createBrake();
  for (let i = 0; i < 50; i++) expect(await brake.attempt("a", right)).toBe("in");
});

test("guessing in parallel gains at most the tries that were under way", async () => {
  const brake = createBrake({ wrongPerMinute: 5, wrongPerHour: 30, atOnce: 10 });
  const tries = await Promise.allSettled(Array.from({ length: 100 }, () => brake.attempt("a", wrong)));
  expect(tries.filter((one) => one.status === "fulfilled").length).toBeLessThanOrEqual(10);
  await expect(brake.attempt("a", right)).rejects.toMatchObject({ code: "too_many_requests" });
});

test("the hour remembers what the minute forgot", async () => {
  const brake = createBrake({ wrongPerMinute: 1000, wrongPerHour: 3, atOnce: 10 });
  for (let i = 0; i < 3; i++) await brake.attempt("a", wrong);
  await expect(brake.attempt("a", right)).rejects.toMatchObject({ code: "too_many_requests" });
});

test("a try that breaks is not counted as wrong, and frees its place", async () => {
  const brake = createBrake({ wrongPerMinute: 1, wrongPerHour: 1, atOnce: 1 });
  const breaks = async (): Promise<null> => Promise.reject(new Error("database away"));
  for (let i = 0; i < 3; i++) await expect(brake.attempt("a", breaks)).rejects.toThrow("database away");
  expect(await brake.attempt("a", right)).toBe("in");
});
