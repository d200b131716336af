import { describe, expect, test } from "vitest";
import { fakeDevice } from "../../testing/fake-device.ts";
import { english } from "../../words/english.ts";
import { makeFormat } from "../../words/format.ts";
import { rowsOf } from "./call-rows.ts";
import { caller } from "./calls.ts";
import { cardOf } from "./cards.ts";
import type { Type } from "./text-rows.ts";

const type: Type = {
  rem: 16,
  text: 20,
  small: 20,
  number: 28,
  widthOf: (text, size) => text.length * size * 0.5,
};
const spoken = {
  words: english,
  format: makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }),
};
const floor = { kind: "device", role: "floor", name: "Anna" } as const;
const orderId = "00000000-0000-7000-8000-0000000000aa";
const lineId = (n: number) => `00000000-0000-7000-9000-0000000000${n}0`;

function card(lines: number, notes?: string) {
  const device = fakeDevice();
  device.happen(floor, 60, "order.place", {
    orderId,
    channel: "dine_in",
    tableId: "t1",
    ...(notes === undefined ? {} : { notes }),
    lines: Array.from({ length: lines }, (_, n) => ({
      lineId: lineId(n),
      menuItemId: "burger",
      quantity: n + 1,
      notes: `number ${n}`,
    })),
  });
  return { device, card: () => cardOf(device.view().orders.get(orderId)!, [])! };
}
const calls = (it: ReturnType<typeof card>, width: number) => [
  ...caller(width, type, spoken)([it.card()], () => true),
];

test("calls a short ticket at once, with everything it says", () => {
  const [only, ...more] = calls(card(1, "nut allergy"), 1_200);
  expect(more).toEqual([]);
  expect(only?.parts.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    "allergy: Allergy “nut allergy”",
    "dish: 1 × House burger",
    "note: “number 0”",
  ]);
  expect(only?.width).toBeLessThan(1_200);
});

test("calls a long one in as many parts as it takes, each line once and whole", () => {
  const parts = calls(card(8), 700);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flatMap((call) => call.lines.map((line) => line.lineId))).toEqual(
    Array.from({ length: 8 }, (_, n) => lineId(n)),
  );
  for (const call of parts) expect(call.width).toBeLessThanOrEqual(700);
});

test("calls only what no screen has shown, and keeps a call's name when what came before it was", () => {
  const it = card(8);
  const before = calls(it, 700);
  it.device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 10, "ticket.shown", {
    orderId,
    stationId: "grill",
    lineIds: before[0]!.lines.map((line) => line.lineId),
  });
  expect(calls(it, 700).map((call) => call.callId)).toEqual(
    before.slice(1).map((call) => call.callId),
  );
  it.device.happen({ kind: "device", role: "kitchen", name: "Grill" }, 10, "ticket.shown", {
    orderId,
    stationId: "grill",
    lineIds: Array.from({ length: 8 }, (_, n) => lineId(n)),
  });
  expect(calls(it, 700)).toEqual([]);
});

test("calls a card that did not change the same, and splits it again for other lines", () => {
  const [it, other] = [card(8).card(), card(2).card()];
  const call = caller(700, type, spoken);
  const before = [...call([it, other], () => true)];
  expect([...call([it], () => true)][0]).toBe(before[0]);
  expect([...call([it], (line) => line.lineId === lineId(7))].map(({ callId }) => callId)).toEqual([
    lineId(7),
  ]);
});

test("makes no more calls than somebody reads", () => {
  const [it, other] = [card(2).card(), card(2).card()];
  const looked: string[] = [];
  const [first] = caller(1_200, type, spoken)([it, other], (line) => looked.push(line.lineId) > 0);
  expect(first?.card).toBe(it);
  expect(looked).toEqual([lineId(0), lineId(1)]);
});

describe("the table or guest of a call", () => {
  const called = (width: number, guestName: string, ...notes: readonly (string | null)[]) => {
    const device = fakeDevice();
    device.happen(floor, 60, "order.place", {
      orderId,
      channel: "takeaway",
      guestName,
      lines: notes.map((note, n) => ({
        lineId: lineId(n),
        menuItemId: "chips",
        quantity: 1,
        ...(note === null ? {} : { notes: note }),
      })),
    });
    return [
      ...caller(width, type, spoken)([cardOf(device.view().orders.get(orderId)!, [])!], () => true),
    ];
  };

  test.each([[374], [800], [1_280]])(
    "is whole in its label: a call is no narrower than that takes, at %i px",
    (width) => {
      for (const letters of [4, 8, 11]) {
        const guest = "R".repeat(letters);
        const [only] = called(width, guest, null);
        expect(only!.place).toBe(guest);
        expect(0.4 * (only!.width - 1.5 * 16)).toBeGreaterThanOrEqual(
          type.widthOf(guest, type.small),
        );
      }
    },
  );

  test("stands in the text of every call that shows a line, where the label has no room for it", () => {
    const guest = "Rosa of the upper terrace";
    const calls = called(374, guest, "sauce on the side", "sauce on the side");
    expect(
      calls.map(({ place, isCut, lines, parts }) => [
        place,
        isCut,
        lines.length,
        parts.some(({ text }) => text === guest),
      ]),
    ).toEqual(calls.map(() => [null, true, 1, true]));
    expect(calls).toHaveLength(2);
    for (const call of called(800, guest, ...Array.from({ length: 8 }, () => "rare")))
      expect([call.place, call.isCut]).toEqual([guest, false]);
  });
});

describe("an allergy in a call", () => {
  const LONG = "please make it as we always have it, ".repeat(8).trim();
  const TOKEN = `https://example.test/${"a".repeat(180)}`;
  const FOUR = ["Nuts", "Sesame", "Milk", "Gluten"];

  /** `notes` are the order's. */
  function called(
    width: number,
    notes: string | null,
    ...lines: readonly { notes?: string; allergies?: string[] }[]
  ) {
    const device = fakeDevice();
    device.happen(floor, 60, "order.place", {
      orderId,
      channel: "takeaway",
      guestName: "Rosa",
      ...(notes === null ? {} : { notes }),
      lines: lines.map((line, n) => ({
        lineId: lineId(n),
        menuItemId: "burger",
        quantity: 1,
        ...line,
      })),
    });
    return [
      ...caller(width, type, spoken)([cardOf(device.view().orders.get(orderId)!, [])!], () => true),
    ];
  }
  const kinds = (call: ReturnType<typeof called>[number]) =>
    call.parts.map(({ kind }) => kind).join(" ");
  /** With the widest label. */
  const rowsAt = (width: number, parts: Parameters<typeof rowsOf>[0]) =>
    rowsOf(parts, width - 2.5 * 16 - 0.4 * width, type);

  test.each([[800], [1_024], [1_280]])(
    "stands before notes and the channel where not all of it fits, at %i px",
    (width) => {
      for (const notes of [LONG, TOKEN]) {
        const [only, ...more] = called(width, notes, { notes, allergies: FOUR });
        expect([kinds(only!), only!.isCut, more]).toEqual([
          "dish allergy about note note",
          true,
          [],
        ]);
        expect(only!.parts[1]?.text).toBe("Allergy Nuts, Sesame, Milk, Gluten");
      }
    },
  );

  test("of the order comes first of all, and that of a dish right behind the dish", () => {
    const [only, ...more] = called(
      1_280,
      "nut allergy",
      { allergies: ["Milk"], notes: "no salt" },
      { notes: "allergic to eggs" },
    );
    expect([kinds(only!), only!.isCut, more]).toEqual([
      "allergy about dish allergy note dish allergy",
      false,
      [],
    ]);
  });

  test.each([[800], [1_024], [1_280]])(
    "that is longer than a call is called word for word before it, by itself, at %i px",
    (width) => {
      const calls = called(width, `${LONG} nut allergy`, {
        notes: `${TOKEN} allergic to eggs`,
        allergies: FOUR,
      });
      const [warnings, last] = [calls.slice(0, -1), calls.at(-1)!];
      expect(warnings.length).toBeGreaterThan(1);
      expect(warnings.map((call) => [call.lines, call.isCut])).toEqual(
        warnings.map(() => [[], false]),
      );
      expect(new Set(calls.map((call) => call.callId)).size).toBe(calls.length);
      const said = warnings
        .flatMap((call) => call.parts.map((part) => part.text))
        .join("")
        .replaceAll(" ", "");
      expect(said).toBe(
        `Allergy “${LONG} nut allergy”Allergy Nuts, Sesame, Milk, Gluten · House burgerAllergy “${TOKEN} allergic to eggs” · House burger`.replaceAll(
          " ",
          "",
        ),
      );
      expect([kinds(last), last.isCut, last.lines.map((line) => line.lineId)]).toEqual([
        "allergy dish allergy allergy about",
        true,
        [lineId(0)],
      ]);
    },
  );

  test("never makes two lines share a call that has no room for both", () => {
    const calls = called(
      800,
      LONG,
      { allergies: FOUR, notes: "sauce on the side, please" },
      { allergies: FOUR, notes: "sauce on the side, please" },
      { allergies: FOUR },
    );
    for (const call of calls.filter((it) => it.lines.length > 1))
      expect(rowsOf(call.parts, call.width - 2.5 * 16, type)).toBeLessThanOrEqual(2);
    expect(calls.flatMap((call) => call.lines.map((line) => line.lineId))).toEqual(
      [0, 1, 2].map(lineId),
    );
    expect(calls.filter((call) => call.isCut).map((call) => call.lines.length)).toEqual([1]);
  });

  test("is in the first words of the first call on a phone, before a dish's name as long as it", () => {
    const [first] = called(374, null, {
      allergies: [...FOUR, "Fish", "Eggs", "Soya", "Celery", "Mustard", "Molluscs"],
      notes: `${LONG} allergic to lupin`,
    });
    expect([
      kinds(first!),
      first!.lines,
      first!.parts[0]!.text.startsWith("Allergy Nuts, Sesame"),
    ]).toEqual(["allergy", [], true]);
  });

  test("is said once where the note begins with the word itself", () => {
    const [only] = called(
      1_280,
      "Allergy: nuts",
      { notes: "ALLERGY to eggs" },
      { notes: "no eggs (allergy)" },
    );
    expect(only!.parts.filter(({ kind }) => kind === "allergy").map(({ text }) => text)).toEqual([
      "“Allergy: nuts”",
      "“ALLERGY to eggs”",
      "Allergy “no eggs (allergy)”",
    ]);
  });

  test("takes more rows where there is less room", () => {
    const parts = [
      { kind: "dish", text: "1 × House burger" },
      { kind: "allergy", text: `Allergy “${LONG}”` },
    ] as const;
    const rows = [1_280, 1_024, 800, 400].map((width) => rowsAt(width, parts));
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(rows[0]).toBeLessThan(rows[3]!);
    expect(rowsOf([{ kind: "note", text: "a".repeat(100) }], 500, type)).toBe(3);
  });
});
