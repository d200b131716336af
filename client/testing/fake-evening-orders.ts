/**
 * The orders of the Saturday that `fake-evening.ts` plays, in the order in which they came. `ago`:
 * seconds; `promisedIn`: minutes.
 */
import type { Channel } from "#shared/orders/order.ts";
import type { OrderedLine } from "#shared/orders/ordered-line.ts";

export type Dish = [menuItemId: string, quantity?: number, more?: Partial<OrderedLine>];
export type Placed = {
  number: string;
  ago: number;
  by?: "guest" | "floor";
  channel?: Channel;
  tableId?: string;
  guestName?: string;
  notes?: string;
  promisedIn?: number;
  hold?: boolean;
  dishes: Dish[];
};

const mod = (modifierId: string, optionId: string) => ({ modifierId, optionId });

export const EVENING: readonly Placed[] = [
  {
    number: "B12",
    ago: 560,
    tableId: "t4",
    dishes: [
      ["ribeye", 2, { modifiers: [mod("done", "mr"), mod("sauce", "pepper")] }],
      ["chips", 2],
      ["salad", 1],
    ],
  },
  {
    number: "B13",
    ago: 470,
    tableId: "t2",
    dishes: [
      ["burger", 1, { modifiers: [mod("without", "no-onion"), mod("add", "bacon")] }],
      ["chips", 1],
      ["calamari", 1],
    ],
  },
  {
    number: "C7",
    ago: 380,
    tableId: "t5",
    dishes: [
      [
        "margherita",
        2,
        {
          modifiers: [mod("base", "thin"), mod("without", "no-basil")],
          notes: "one cut for a child",
        },
      ],
      ["diavola", 1],
      ["burrata", 1],
    ],
  },
  {
    number: "B14",
    ago: 340,
    channel: "takeaway",
    guestName: "Rosa",
    promisedIn: 12,
    dishes: [
      ["burger", 3, { modifiers: [mod("without", "no-pickle")] }],
      ["chips", 3],
    ],
  },
  {
    number: "B15",
    ago: 260,
    tableId: "t9",
    notes: "Birthday: candle on the tiramisù",
    dishes: [
      ["seabass", 1, { allergies: ["Nuts", "Sesame"] }],
      ["ribeye", 1, { modifiers: [mod("done", "well")] }],
      ["salad", 2],
      ["tiramisu", 2, { course: 2 }],
    ],
  },
  {
    number: "C8",
    ago: 215,
    tableId: "t1",
    dishes: [
      ["diavola", 1, { modifiers: [mod("without", "no-onion")] }],
      ["garlic-bread", 1],
    ],
  },
  {
    number: "G21",
    ago: 180,
    by: "floor",
    tableId: "t11",
    guestName: "Tom",
    dishes: [
      [
        "margherita",
        1,
        { modifiers: [mod("base", "gf"), mod("extra", "olives")], allergies: ["Gluten"] },
      ],
      ["gelato", 1],
    ],
  },
  {
    number: "B16",
    ago: 150,
    channel: "delivery",
    guestName: "Okafor",
    promisedIn: 25,
    dishes: [
      ["diavola", 2],
      ["margherita", 2, { modifiers: [mod("base", "classic")] }],
      ["onion-rings", 2],
      ["tiramisu", 3],
    ],
  },
  {
    number: "C9",
    ago: 120,
    tableId: "t6",
    dishes: [
      ["carpaccio", 2],
      ["calamari", 2],
      ["ribeye", 2, { modifiers: [mod("done", "rare"), mod("sauce", "chimi")] }],
      ["seabass", 1],
      ["chips", 2],
      ["salad", 2],
    ],
  },
  { number: "B17", ago: 95, tableId: "bar", dishes: [["onion-rings", 1]] },
  {
    number: "B18",
    ago: 80,
    tableId: "t3",
    dishes: [
      ["burger", 2],
      ["chips", 2],
    ],
  },
  {
    number: "C10",
    ago: 66,
    tableId: "t8",
    dishes: [
      [
        "margherita",
        1,
        { modifiers: [mod("base", "classic"), mod("extra", "mozz"), mod("extra", "chilli")] },
      ],
      ["salad", 1],
    ],
  },
  {
    number: "B19",
    ago: 52,
    channel: "takeaway",
    guestName: "Lena",
    dishes: [
      ["calamari", 1],
      ["chips", 1],
    ],
  },
  {
    number: "B20",
    ago: 44,
    tableId: "t10",
    dishes: [
      ["burrata", 1],
      ["ribeye", 1, { modifiers: [mod("done", "med")] }],
    ],
  },
  {
    number: "C11",
    ago: 36,
    tableId: "t12",
    dishes: [
      ["diavola", 1],
      ["funghi", 1],
    ],
  },
  {
    number: "B21",
    ago: 30,
    tableId: "ter1",
    dishes: [
      [
        "burger",
        1,
        {
          modifiers: [mod("without", "no-onion"), mod("without", "no-pickle"), mod("add", "egg")],
          notes: "bun on the side",
        },
      ],
      ["onion-rings", 1],
      ["gelato", 2],
    ],
  },
  {
    number: "B22",
    ago: 22,
    tableId: "t4",
    dishes: [
      ["tiramisu", 2],
      ["gelato", 1],
    ],
  },
  { number: "C12", ago: 15, tableId: "t2", dishes: [["garlic-bread", 2]] },
  {
    number: "B23",
    ago: 8,
    channel: "takeaway",
    guestName: "Idris",
    promisedIn: 18,
    dishes: [
      ["seabass", 1],
      ["salad", 1],
      ["chips", 1],
    ],
  },
  {
    number: "G22",
    ago: 5,
    by: "guest",
    tableId: "t7",
    guestName: "Maya",
    dishes: [
      ["margherita", 1, { modifiers: [mod("base", "classic")] }],
      ["gelato", 2],
    ],
  },
];
