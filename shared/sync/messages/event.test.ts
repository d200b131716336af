import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { definitionOf, isFolded } from "#shared/orders/event.ts";
import type { Happening } from "#shared/orders/fold.ts";
import { evening } from "#shared/orders/testing/arbitraries.ts";
import { minute, openHouse, uuid } from "#shared/orders/testing/house.ts";
import { SAMPLE_LOG } from "#shared/orders/testing/sample-log.ts";
import { boardEvent } from "../told-to-displays.ts";
import { readEvent } from "./event.ts";

const wired = (event: Happening) => ({
  id: uuid(0xe000 + event.seq),
  v: 1,
  origin: null,
  ...event,
  recordedAt: event.occurredAt,
});
const folded = SAMPLE_LOG.filter(({ type }) => isFolded(definitionOf(type)!));
const [rushed] = SAMPLE_LOG.filter(
  (event) => event.type === "order_changed" && event.data.rush === true,
).map(wired);
const read = (more: object) => readEvent({ ...rushed, ...more });

describe("an event that arrives", () => {
  test.each(SAMPLE_LOG.map((event) => [event.type, event] as const))(
    "[SYN-39] is taken as it is, whichever version wrote it, also as the board is told it: %s",
    (_type, event) => {
      for (const one of [wired(event), boardEvent(wired(event) as never)])
        expect(readEvent(JSON.parse(JSON.stringify(one)))).toEqual(one);
    },
  );

  test("[SYN-39] is taken, whatever comes of what people do", () => {
    fc.assert(
      fc.property(evening, (deeds) => {
        const house = openHouse();
        for (const { name, args, as, strict, minute: at } of deeds)
          house.ask(name, args as never, { as, strict, at: minute(at) });
        for (const [index, draft] of house.events.entries())
          expect(
            typeof readEvent(wired({ ...draft, seq: index + 1, occurredAt: minute(index) })),
          ).toBe("object");
      }),
      { numRuns: 200 },
    );
  });

  test("[SYN-39] keeps what a newer server added to it, however deep", () => {
    const created = wired(SAMPLE_LOG.find(({ type }) => type === "order_created")!);
    const data = {
      ...created.data,
      later: 1,
      lines: [{ ...(created.data as unknown as { lines: object[] }).lines[0], later: { of: 2 } }],
    };
    expect(readEvent({ ...created, data })).toMatchObject({ data });
  });

  test.each(folded.map((event) => [event.type, event] as const))(
    "[SYN-39] is unreadable where a member is missing or of another kind: %s",
    (_type, event) => {
      const required = Object.keys(event.data).filter((name) => !isOptional(event.type, name));
      for (const name of required) {
        const { [name]: _gone, ...rest } = event.data as Readonly<Record<string, unknown>>;
        for (const data of [rest, { ...rest, [name]: [[]] }])
          expect(readEvent({ ...wired(event), data })).toBe("unreadable");
      }
    },
  );

  test("[SYN-39] is unreadable where its envelope is none", () => {
    for (const bad of [
      { seq: 0.5 },
      { data: null },
      { data: "text" },
      { occurredAt: "then" },
      { origin: "B" },
      { id: "B1" },
    ])
      expect(read(bad)).toBe("unreadable");
  });

  test("[SYN-37] of an unknown type passes, in any version, and so does an unknown kind of word", () => {
    for (const strange of [
      { type: "payment_made", v: 7, data: { card: 1 } },
      { type: "constructor" },
      { type: "restaurant_notification", data: { kind: "fridge_open" } },
    ])
      expect(read(strange)).toMatchObject(strange);
  });

  test("[SYN-38] of a known type in another version is for a newer app, whatever its data", () => {
    for (const v of [0, 2, 1.5])
      for (const more of [{}, { data: {} }, { type: "restaurant_notification" }])
        expect(read({ v, ...more })).toBe("newer");
  });
});

const isOptional = (type: string, name: string): boolean =>
  folded.some((event) => event.type === type && !Object.hasOwn(event.data, name)) ||
  (type === "order_changed" && name !== "orderId");
