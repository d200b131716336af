import { describe, expect, test } from "vitest";
import type { Input } from "../ports.ts";
import { readStream } from "./stream-reader.ts";

const LOG_ID = "0190c2f0-0000-7000-8000-0000000000aa";
const TIME = "2026-01-31T19:02:11.000Z";

const ready = { logId: LOG_ID, epoch: 0, head: 3, floor: 0, serverTime: TIME, pingMs: 10_000 };
const event = (seq: number) => ({
  seq,
  id: `0190c2f0-0000-7000-8000-${String(seq).padStart(12, "0")}`,
  type: "menu_item_availability_changed",
  v: 1,
  entityId: "soup",
  data: { menuItemId: "soup", name: "Crème brûlée 🍮", available: false },
  origin: null,
  occurredAt: TIME,
  recordedAt: TIME,
});
const message = (name: string, data: unknown, id?: number) =>
  `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const eventMessage = (seq: number) => message(event(seq).type, event(seq), seq);

function reading() {
  const told: Input[] = [];
  return { told, reader: readStream(7, (input) => told.push(input)) };
}

const kinds = (told: readonly Input[]) => told.map((input) => input.kind);

describe("a stream's text", () => {
  test("tells events that came in one piece as one, and keeps the order among everything", () => {
    const { told, reader } = reading();
    reader.feed(
      message("ready", ready) +
        eventMessage(1) +
        eventMessage(2) +
        message("ping", { head: 3, serverTime: TIME }) +
        eventMessage(3),
    );
    expect(told).toEqual([
      { kind: "stream-ready", stream: 7, ready },
      { kind: "stream-events", stream: 7, events: [event(1), event(2)] },
      { kind: "stream-ping", stream: 7, ping: { head: 3, serverTime: TIME } },
      { kind: "stream-events", stream: 7, events: [event(3)] },
    ]);
  });

  test("reads the same wherever the pieces are cut", () => {
    const text = `retry: 1500\n\n: a comment\n\n${message("ready", ready)}${eventMessage(1)}${eventMessage(2)}`;
    for (let cut = 1; cut < text.length; cut += 3) {
      const { told, reader } = reading();
      reader.feed(text.slice(0, cut));
      reader.feed(text.slice(cut));
      const events = told.flatMap((input) => (input.kind === "stream-events" ? input.events : []));
      expect(events).toEqual([event(1), event(2)]);
      expect(told[0]).toEqual({ kind: "stream-ready", stream: 7, ready });
    }
  });

  test("ends at a reset, and says nothing of what follows", () => {
    const { told, reader } = reading();
    expect(
      reader.feed(eventMessage(1) + message("reset", { code: "must_refetch" }) + eventMessage(2)),
    ).toBe(false);
    expect(reader.feed(eventMessage(3))).toBe(false);
    expect(kinds(told)).toEqual(["stream-events", "stream-reset"]);
  });

  test("lets an event of an unknown type through, so that the cursor still moves", () => {
    const { told, reader } = reading();
    reader.feed(message("a_type_of_tomorrow", { ...event(1), type: "a_type_of_tomorrow" }, 1));
    expect(kinds(told)).toEqual(["stream-events"]);
  });

  test.each([
    [
      "[SYN-38] is of a newer version",
      { ...event(2), v: 2 },
      { kind: "stream-ended", stream: 7, failure: { kind: "needs-update" } },
    ],
    ["[SYN-39] is none", { seq: "one" }, { kind: "stream-reset", stream: 7, cause: "unreadable" }],
    [
      "[SYN-39] is not as its type is written down",
      { ...event(2), data: {} },
      { kind: "stream-reset", stream: 7, cause: "unreadable" },
    ],
  ])("ends at an event that %s, after telling what was good", (_what, bad, said) => {
    const { told, reader } = reading();
    expect(reader.feed(eventMessage(1) + message(event(2).type, bad, 2) + eventMessage(3))).toBe(
      false,
    );
    expect(told).toEqual([{ kind: "stream-events", stream: 7, events: [event(1)] }, said]);
  });

  test("passes over words without a place that it does not know", () => {
    const { told, reader } = reading();
    expect(reader.feed(message("hello", { from: "a newer server" }))).toBe(true);
    expect(told).toEqual([]);
  });

  test.each([
    ["what is not JSON", "id: 1\nevent: order_created\ndata: <html>\n\n"],
    ["a ready that cannot be read", message("ready", { head: -1 })],
  ])("[SYN-17] ends as nonsense on %s, after telling what was good", (_, text) => {
    const { told, reader } = reading();
    expect(reader.feed(eventMessage(1) + text)).toBe(false);
    expect(kinds(told)).toEqual(["stream-events", "stream-ended"]);
    expect(told[1]).toMatchObject({ failure: { kind: "nonsense" } });
  });

  test("does not keep a line without an end for ever", () => {
    const { told, reader } = reading();
    let open = true;
    for (let fed = 0; open && fed < 10; fed++)
      open = reader.feed(`${fed === 0 ? "data: " : ""}${"x".repeat(1024 * 1024)}`);
    expect(open).toBe(false);
    expect(told).toMatchObject([{ kind: "stream-ended", failure: { kind: "nonsense" } }]);
  });
});
