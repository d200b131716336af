import { describe, expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { fakeEvening } from "../../testing/fake-evening.ts";
import { english } from "../../words/english.ts";
import { makeFormat } from "../../words/format.ts";
import { cardOf, type KitchenCard } from "./cards.ts";
import { height, measure, measurer } from "./measure.ts";
import { rows, type Type } from "./text-rows.ts";

/** Letters of half their height. */
const widthOf = (text: string, size: number) => text.length * size * 0.5;
const type: Type = { rem: 16, text: 20, small: 20, number: 28, widthOf };
const spoken = {
  words: english,
  format: makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }),
};

describe("rows of a text", () => {
  test("wrap at words, and within one that is longer than a row", () => {
    expect(rows("aaaa bbbb", 90, 20, widthOf)).toBe(1);
    expect(rows("aaaa bbbb", 80, 20, widthOf)).toBe(2);
    expect(rows("aaaaaaaaaaaaaaaaaaaa", 100, 20, widthOf)).toBe(2);
    expect(rows("aa aaaaaaaaaaaaaaaaaaaa bb", 100, 20, widthOf)).toBe(4);
  });

  test("begin where something else ends", () => {
    expect(rows("aaaa", 60, 20, widthOf, 10)).toBe(1);
    expect(rows("aaaa", 60, 20, widthOf, 30)).toBe(2);
  });
});

describe("a card's size", () => {
  const device = fakeDevice();
  fakeEvening(device, 20);
  const card = (number: string): KitchenCard =>
    cardOf(
      [...device.view().orders.values()].find((order) => order.number === number)!,
      [],
    )!;
  const room = { width: 300, gap: 12, height: 500, columns: 4 };

  test("grows with what it says: notes, allergies, removals, marks", () => {
    const plain = card("B17");
    const changed = (change: object) => ({
      ...plain,
      tickets: plain.tickets.map((ticket) => ({
        ...ticket,
        lines: ticket.lines.map((line) => ({ ...line, ...change })),
      })),
    });
    const grown = [
      { notes: "well done, please, and no salt at all" },
      { allergies: ["Nuts"] },
      { notes: "nut allergy" },
      {
        modifiers: [
          { modifierId: "a", optionId: "b", name: "No onion", price: 0 },
          { modifierId: "a", optionId: "c", name: "Bacon", price: 0 },
        ],
      },
    ].map((change) => height(changed(change), 300, type, spoken));
    for (const tall of grown) expect(tall).toBeGreaterThan(height(plain, 300, type, spoken));
    expect(height({ ...plain, alsoAt: ["Fry"] }, 300, type, spoken)).toBeGreaterThan(
      height(plain, 300, type, spoken),
    );
  });

  test("is one column where it fits, and as many as its rows fill where it does not", () => {
    expect(measure(card("B17"), room, type, spoken).span).toBe(1);
    const tall = measure(card("C9"), room, type, spoken);
    expect([tall.height > 500, tall.span]).toEqual([true, 2]);
    expect(measure(card("C9"), { ...room, height: 320 }, type, spoken).span).toBe(4);
    expect(measure(card("C9"), { ...room, columns: 1 }, type, spoken).span).toBe(1);
  });

  test("is measured once for each room, as long as the card is the same", () => {
    let asked = 0;
    const size = measurer({ ...type, widthOf: (text, px) => (asked++, widthOf(text, px)) }, spoken);
    const one = card("B12");
    const first = size(one, room);
    const before = asked;
    expect(size(one, room)).toBe(first);
    expect(asked).toBe(before);
    size({ ...one }, room);
    size(one, { ...room, height: 400 });
    expect(asked).toBeGreaterThan(before);
  });
});
