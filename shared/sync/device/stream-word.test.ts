import { describe, expect, test } from "vitest";
import { readStreamWord } from "./stream-word.ts";
import { event, LOG, SERVER_TIME } from "./testing/tablet.ts";

const ready = { logId: LOG, epoch: 1, head: 9, floor: 0, serverTime: SERVER_TIME, pingMs: 10_000 };
const ping = { head: 9, serverTime: SERVER_TIME };
const word = (name: string | undefined, data: unknown, id?: string) =>
  readStreamWord({ event: name, id, data: typeof data === "string" ? data : JSON.stringify(data) });
const nonsense = (detail: string) => ({ kind: "nonsense", detail: `stream: ${detail}` });

describe("a word of a stream", () => {
  test("[SYN-38] [SYN-39] that has a place in the log and cannot be taken says why", () => {
    const read = (data: unknown) => word("menu_item_availability_changed", data, "6");
    expect(read({ ...event(6), v: 2 })).toEqual({ kind: "newer" });
    for (const bad of [{ seq: 6 }, 7, { ...event(6), data: { menuItemId: "x" } }])
      expect(read(bad)).toEqual({ kind: "unreadable" });
  });

  test.each([
    ["ready", word("ready", ready), { kind: "ready", ready }],
    ["a heartbeat", word("ping", ping), { kind: "ping", ping }],
    ["a cursor that cannot be served", word("reset", {}), { kind: "reset" }],
    [
      "an event, whatever it is called",
      word("order_placed", event(6), "6"),
      { kind: "event", event: event(6) },
    ],
    [
      "one that a newer server has, with no place in the log",
      word("weather", { rain: true }),
      { kind: "other" },
    ],
    ["one with an empty place", word("weather", event(6), ""), { kind: "other" }],
  ])("is read: %s", (_what, read, as) => {
    expect(read).toEqual(as);
  });

  test.each([
    [word("ready", "<html>"), "ready is not JSON"],
    [word(undefined, "", "6"), "message is not JSON"],
    [word("ready", {}), "ready is not readable"],
    [word("ping", { head: -1 }), "ping is not readable"],
  ])("that is none is nonsense, and says what it was", (read, detail) => {
    expect(read).toEqual(nonsense(detail));
  });
});
