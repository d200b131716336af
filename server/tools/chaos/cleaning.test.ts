import { expect, test } from "vitest";
import { createCleaning } from "./cleaning.ts";

test("what was opened last is closed first, once, whatever else fails to close", async () => {
  const done: string[] = [];
  const cleaning = createCleaning((line) => void done.push(line));
  cleaning.add("disk", () => void done.push("disk"));
  cleaning.add("line", () => Promise.reject(new Error("it hangs")));
  const now = cleaning.add("server", () => void done.push("server"));
  cleaning.add("tablet", async () => void done.push("tablet"));
  await now();
  await Promise.all([cleaning.all(), cleaning.all()]);
  await now();
  expect(done).toEqual(["server", "tablet", "could not clean up: line: it hangs", "disk"]);
});
