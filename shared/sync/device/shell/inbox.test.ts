import { expect, test } from "vitest";
import type { Input } from "../ports.ts";
import { createInbox } from "./inbox.ts";

const relayed = (n: number): Input => ({
  kind: "pull-failed",
  failure: { kind: "nonsense", detail: String(n) },
});
const numberOf = (input: Input) =>
  input.kind === "pull-failed" && input.failure.kind === "nonsense"
    ? Number(input.failure.detail)
    : -1;

test("takes one input at a time, also those that arise while one is taken", () => {
  const taken: number[] = [];
  let deep = 0;
  const inbox = createInbox(
    (input) => {
      expect(++deep).toBe(1);
      const n = numberOf(input);
      taken.push(n);
      if (n === 1) inbox.tell(relayed(2));
      deep--;
    },
    () => undefined,
  );
  inbox.tell(relayed(1));
  expect(taken).toEqual([1, 2]);
});

test("stands still while the store is read, and takes what was found first, the latest last", async () => {
  const taken: number[] = [];
  const inbox = createInbox(
    (input) => taken.push(numberOf(input)),
    () => undefined,
  );
  let found: (inputs: Input[]) => void = () => undefined;
  const reading = inbox.between(() => new Promise((resolve) => void (found = resolve)));
  const after = inbox.between(() => Promise.resolve([relayed(8)]));
  await Promise.resolve();
  inbox.tell(relayed(1));
  expect(taken).toEqual([]);
  found([relayed(7)]);
  await Promise.all([reading, after]);
  expect(taken).toEqual([7, 8, 1]);
});

test("[SYN-12] takes what was found at once, though it stands still for another reading: what is written meanwhile is newer", async () => {
  const taken: number[] = [];
  const inbox = createInbox(
    (input) => taken.push(numberOf(input)),
    () => undefined,
  );
  let found: (inputs: Input[]) => void = () => undefined;
  const later = new Promise<Input[]>((resolve) => void (found = resolve));
  const reading = inbox.between(() => Promise.resolve([relayed(7)]));
  const after = inbox.between(() => later);
  inbox.tell(relayed(1));
  await reading;
  expect(taken).toEqual([7]);
  found([relayed(8)]);
  await after;
  expect(taken).toEqual([7, 8, 1]);
});

test("goes on after a reading that failed", async () => {
  const taken: number[] = [];
  const inbox = createInbox(
    (input) => taken.push(numberOf(input)),
    () => undefined,
  );
  const failing = inbox.between(() => Promise.reject(new Error("no")));
  inbox.tell(relayed(1));
  await expect(failing).rejects.toThrow("no");
  expect(taken).toEqual([1]);
});
