import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeUndoStore, type UndoStore } from "./undo-store.ts";
import { UNDO_MS } from "./undo-window.ts";

let store: UndoStore;
let said: string[];
const deed = (key: string) => ({
  key,
  carryOut: () => void said.push(`did ${key}`),
  undo: () => void said.push(`undid ${key}`),
});

beforeEach(() => {
  vi.useFakeTimers();
  store = makeUndoStore();
  said = [];
});
afterEach(() => vi.useRealTimers());

describe("a deed that can be taken back", () => {
  test("is carried out when five seconds have passed, not before, and once", () => {
    store.begin(deed("cancel/a"));
    vi.advanceTimersByTime(UNDO_MS - 1);
    expect([said, [...store.pending().keys()]]).toEqual([[], ["cancel/a"]]);
    vi.advanceTimersByTime(1);
    expect([said, store.pending().size]).toEqual([["did cancel/a"], 0]);
    vi.advanceTimersByTime(UNDO_MS);
    expect(said).toEqual(["did cancel/a"]);
  });

  test("is taken back within them, and then never carried out", () => {
    store.begin(deed("cancel/a"));
    store.takeBack("cancel/a");
    store.takeBack("cancel/a");
    vi.advanceTimersByTime(2 * UNDO_MS);
    expect([said, store.pending().size]).toEqual([["undid cancel/a"], 0]);
  });

  test("is one deed for both touches of a double tap, and leaves others alone", () => {
    store.begin(deed("cancel/a"));
    vi.advanceTimersByTime(300);
    store.begin(deed("cancel/a"));
    store.begin(deed("void/b"));
    vi.advanceTimersByTime(UNDO_MS - 300);
    expect(said).toEqual(["did cancel/a"]);
    store.takeBack("void/b");
    expect(said).toEqual(["did cancel/a", "undid void/b"]);
  });

  test("is carried out when the page is put away; what was done at once has nothing more to do", () => {
    store.begin(deed("cancel/a"));
    store.begin({ key: "serve/b", undo: () => void said.push("undid serve/b") });
    store.carryOutAll();
    expect([said, [...store.pending().keys()]]).toEqual([["did cancel/a"], ["serve/b"]]);
  });

  test("is forgotten where it could not be written down", () => {
    store.begin(deed("serve/b"));
    store.drop("serve/b");
    vi.advanceTimersByTime(UNDO_MS);
    expect(said).toEqual([]);
  });

  test("tells whoever looks, each time with another map", () => {
    const seen: number[] = [];
    const stop = store.subscribe(() => void seen.push(store.pending().size));
    const before = store.pending();
    store.begin(deed("a"));
    store.takeBack("a");
    stop();
    store.begin(deed("b"));
    expect([seen, before.size]).toEqual([[1, 0], 0]);
  });
});
