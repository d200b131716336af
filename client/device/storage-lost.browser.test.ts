import { beforeEach, expect, test } from "vitest";
import type { Snapshot } from "#shared/sync/messages/snapshot.ts";
import { lossOf, noteFilled } from "./storage-lost.ts";

beforeEach(() => localStorage.clear());

const EMPTY = { clientId: "client-2", snapshot: null };

test("a database that was filled once and is empty now is told of, once for each time it was emptied", () => {
  expect(lossOf("heard-1-kitchen", EMPTY, 5)).toBeNull();
  noteFilled("heard-1-kitchen");
  const loss = lossOf("heard-1-kitchen", EMPTY, 5);
  expect(loss).toEqual({
    id: "client-2/storage-lost",
    at: 5,
    code: "storage_lost",
    detail: "",
    number: null,
  });
  expect(lossOf("heard-1-kitchen", EMPTY, 6)?.id).toBe(loss?.id);
  expect(lossOf("heard-1-kitchen", { ...EMPTY, clientId: "client-3" }, 5)?.id).not.toBe(loss?.id);
});

test("a database that is as it should be, another one, and a text that is not ours are no loss", () => {
  noteFilled("heard-1-kitchen");
  noteFilled("heard-1-floor");
  expect(
    lossOf("heard-1-kitchen", { clientId: "client-1", snapshot: {} as Snapshot }, 5),
  ).toBeNull();
  expect(lossOf("heard-2-kitchen", EMPTY, 5)).toBeNull();
  expect(lossOf("heard-1-floor", EMPTY, 5)).not.toBeNull();
  localStorage.setItem("heard.filled", "{}");
  expect(lossOf("heard-1-kitchen", EMPTY, 5)).toBeNull();
});
