/**
 * Who comes to a restaurant in one evening, and what they order: from a menu, a number of tables
 * and chance alone.
 */
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { Menu, MenuItem } from "#shared/menu/menu.ts";
import type { OrderedLine } from "#shared/orders/ordered-line.ts";
import type { Channel } from "#shared/orders/order.ts";

export type PlannedLine = Omit<OrderedLine, "lineId">;

export type PlannedOrder = {
  /** Since the doors opened. */
  readonly minute: number;
  /** A guest's phone at a table, or a waiter's tablet. */
  readonly by: "guest" | "floor";
  readonly channel: Channel;
  /** Place in the list of tables; null: it is carried out of the house. */
  readonly table: number | null;
  readonly guestName: string | null;
  readonly notes: string | null;
  /** Minutes from the order to when it is to be ready; null: as soon as possible. */
  readonly promisedIn: number | null;
  readonly lines: readonly PlannedLine[];
};

/** How many orders a table or a counter brings in an hour of a usual evening. */
const PARTIES_AN_HOUR = 9;
const CARRIED_OUT_AN_HOUR = 6;

/**
 * An evening of so many minutes, in the order of its times: quiet, busy, quiet. Orders of a
 * category that the menu lacks are left out.
 */
export function planEvening(
  menu: Menu,
  tables: number,
  minutes: number,
  random: Random,
): PlannedOrder[] {
  const chance = (share: number) => happens(random, share);
  const one = <T>(list: readonly T[]) => oneOf(random, list);
  const some = (least: number, most: number) => between(random, least, most);
  const dish = (categoryId: string) =>
    one(menu.items.filter((item) => item.categoryId === categoryId && item.available));

  function line(item: MenuItem | undefined, course: number, quantity = 1): PlannedLine[] {
    if (item === undefined) return [];
    const modifiers = (item.modifiers ?? []).flatMap(({ id, min, options }) =>
      shuffled(options)
        .slice(0, min > 0 ? min : chance(0.3) ? 1 : 0)
        .map((option) => ({ modifierId: id, optionId: option.id })),
    );
    const allergies = chance(0.04) ? [one(["nuts", "gluten", "crustaceans"]) ?? "nuts"] : [];
    const notes = chance(0.06) ? one(NOTES) : undefined;
    return [
      {
        menuItemId: item.id,
        quantity,
        course,
        ...(modifiers.length === 0 ? {} : { modifiers }),
        ...(allergies.length === 0 ? {} : { allergies }),
        ...(notes === undefined ? {} : { notes }),
      },
    ];
  }

  const shuffled = <T>(list: readonly T[]): T[] =>
    list
      .map((it) => ({ it, at: random.next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ it }) => it);
  const many = (count: number, make: () => PlannedLine[]): PlannedLine[] =>
    Array.from({ length: count }, make).flat();
  /** Half come when they please, half in the middle: the mean of two throws. */
  const arrival = () =>
    (chance(0.5) ? random.next() : (random.next() + random.next()) / 2) * minutes;

  /**
   * Drinks first, then food in courses, and often something sweet: one order after another from the
   * same table.
   */
  function party(table: number): PlannedOrder[] {
    const seats = some(1, 5);
    const at = arrival();
    const guestName = chance(0.4) ? (one(NAMES) ?? null) : null;
    const order = (minute: number, lines: readonly PlannedLine[]): PlannedOrder[] =>
      lines.length === 0
        ? []
        : [
            {
              minute,
              by: chance(0.45) ? "guest" : "floor",
              channel: "dine_in",
              table,
              guestName,
              notes: null,
              promisedIn: null,
              lines,
            },
          ];
    const starters = chance(0.6) ? many(Math.ceil(seats / 2), () => line(dish("starters"), 1)) : [];
    const mains = many(seats, () => line(dish("mains"), starters.length > 0 ? 2 : 1));
    const sides = many(Math.floor(seats / 2), () =>
      line(dish("sides"), starters.length > 0 ? 2 : 1),
    );
    return [
      ...order(
        at,
        many(Math.min(3, seats), () => line(dish("drinks"), 1, some(1, 2))),
      ),
      ...order(at + some(4, 9), [...starters, ...mains, ...sides]),
      ...(chance(0.45)
        ? order(
            at + some(45, 70),
            many(Math.ceil(seats / 2), () =>
              line(chance(0.3) ? dish("drinks") : dish("desserts"), 1),
            ),
          )
        : []),
    ];
  }

  function carriedOut(): PlannedOrder[] {
    const lines = [
      ...many(some(1, 3), () => line(dish("mains"), 1)),
      ...many(some(0, 2), () => line(dish("sides"), 1)),
    ];
    if (lines.length === 0) return [];
    const channel = chance(0.6) ? "takeaway" : "delivery";
    return [
      {
        minute: arrival(),
        by: "floor",
        channel,
        table: null,
        guestName: one(NAMES) ?? null,
        notes: channel === "delivery" ? (one(ADDRESSES) ?? null) : null,
        promisedIn: chance(0.5) ? 25 : null,
        lines,
      },
    ];
  }

  const count = (anHour: number) => Math.round((anHour * minutes) / 60);
  // Tables take turns, so that a table is not seated twice at once before every other one was.
  const turns =
    tables === 0
      ? []
      : Array.from({ length: Math.max(1, count(PARTIES_AN_HOUR)) }, (_, turn) => turn % tables);
  const plan = [
    ...turns.flatMap(party),
    ...Array.from({ length: Math.max(1, count(CARRIED_OUT_AN_HOUR)) }, carriedOut).flat(),
  ].toSorted((a, b) => a.minute - b.minute);
  // The doors open when the first guest comes: nobody watches an empty kitchen.
  const opened = plan[0]?.minute ?? 0;
  return plan.map((order) => ({ ...order, minute: order.minute - opened }));
}

/** How long a dish takes when the menu does not say. */
export const USUAL_PREPARATION_MS = 300 * SECOND;

const NAMES = [
  "Ada",
  "Ben",
  "Chloe",
  "Dev",
  "Elif",
  "Farah",
  "Greta",
  "Hugo",
  "Imani",
  "Jonas",
  "Kemi",
  "Lucía",
  "Mateo",
  "Nora",
  "Oskar",
  "Priya",
  "Rosa",
  "Sami",
  "Tomás",
  "Zoë",
];
const NOTES = [
  "Sauce on the side, please",
  "Cut in two for the children",
  "Extra crispy",
  "No salt",
  "Birthday: a candle if you have one",
];
const ADDRESSES = [
  "12 Mill Lane, side door",
  "Flat 3, 48 Station Road",
  "The Old Bakery, ring twice",
  "7 Harbour View",
];
