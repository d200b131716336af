import { expect, test } from "vitest";
import { createTurnstile, type Turnstile } from "./turnstile.ts";

const PLACES = { atOnce: 3, each: 2, waiting: { all: 100, each: 50 } };

/** Work that ends when it is told to, and says when it began. */
function workshop(turnstile: Turnstile) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const start = (name: string): Promise<void> =>
    turnstile.run(name.charAt(0), () => {
      begun.push(name);
      return new Promise<void>((resolve) => void ends.set(name, resolve));
    });
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { begun, start, end };
}

test("FAIR-2 a restaurant has no more than its share under way, and the rest is there for a neighbour at once", () => {
  const { begun, start } = workshop(createTurnstile(PLACES));
  for (const name of ["a1", "a2", "a3", "a4", "b1"]) void start(name);
  expect(begun).toEqual(["a1", "a2", "b1"]);
});

test("FAIR-1 places that come free are taken in turn", async () => {
  const turnstile = createTurnstile({ ...PLACES, atOnce: 1, each: 1 });
  const { begun, start, end } = workshop(turnstile);
  for (const name of ["a1", "a2", "a3", "b1", "c1"]) void start(name);
  expect(turnstile.stats()).toEqual({ running: 1, waiting: 4 });
  for (const name of ["a1", "a2", "b1", "c1", "a3"]) await end(name);
  expect(begun).toEqual(["a1", "a2", "b1", "c1", "a3"]);
  expect(turnstile.stats()).toEqual({ running: 0, waiting: 0 });
});

test("a piece that fails gives its place back, and fails for whoever asked alone", async () => {
  const turnstile = createTurnstile({ ...PLACES, atOnce: 1, each: 1 });
  const failing = turnstile.run("a", () => Promise.reject(new Error("no")));
  const next = turnstile.run("a", () => Promise.resolve(7));
  await expect(failing).rejects.toThrow("no");
  expect(await next).toBe(7);
});

test("FAIR-3 a restaurant whose line is full is told so, and a neighbour enters all the same", async () => {
  const turnstile = createTurnstile({ atOnce: 2, each: 1, waiting: { all: 100, each: 1 } });
  const { begun, start } = workshop(turnstile);
  void start("a1");
  void start("a2");
  await expect(start("a3")).rejects.toMatchObject({ name: "Crowded", code: "crowded" });
  void start("b1");
  expect(begun).toEqual(["a1", "b1"]);
});
