import { expect, test } from "vitest";
import { uuid } from "#shared/kernel/schema.ts";
import { uuidAt } from "./ids.ts";

test("makes UUIDs of version 7 that sort by time", () => {
  const chance = new Uint8Array([255, 254, 253, 252, 251, 250, 249, 248, 247, 246]);
  const first = uuidAt(Date.UTC(2026, 0, 1), chance);
  const second = uuidAt(Date.UTC(2026, 0, 2), chance);
  expect(uuid.safeParse(first).success).toBe(true);
  expect(first.charAt(14)).toBe("7");
  expect("89ab").toContain(first.charAt(19));
  expect(first < second).toBe(true);
});
