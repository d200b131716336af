/** What people and programs may ask of a restaurant's log: one schema per command, parsed once at the edge. */
import { z } from "zod/mini";
import { deviceNumber } from "./number.ts";
import { integer, isoTime, listOf, optionalText, slug, text, uuid } from "#shared/kernel/schema.ts";
import { menuSchema } from "#shared/menu/menu.ts";
import { settingsPatch } from "#shared/menu/settings.ts";
import { tablesSchema } from "#shared/menu/tables.ts";
import { CHANNELS, LINE_STATUSES, ORDER_STATUSES } from "./order.ts";

export const MAX_LINES = 100;

const reason = text(300);
const course = integer(1, 9);
const generation = integer(0, 1_000_000);

export const orderedLine = z.strictObject({
  lineId: uuid,
  menuItemId: slug,
  quantity: integer(1, 999),
  modifiers: z.optional(listOf(z.strictObject({ modifierId: slug, optionId: slug }), 0, 60)),
  notes: z.optional(optionalText(500)),
  allergies: z.optional(listOf(text(40), 0, 30)),
  course: z.optional(course),
});
export type OrderedLine = z.infer<typeof orderedLine>;

const orderedLines = listOf(orderedLine, 1, MAX_LINES).check(
  z.refine((lines) => new Set(lines.map((line) => line.lineId)).size === lines.length, "a lineId is there twice"),
);

const shownLines = listOf(z.strictObject({ lineId: uuid, generation }), 1, MAX_LINES * 2);
const onOrder = z.strictObject({ orderId: uuid });
const withReason = z.strictObject({ orderId: uuid, reason });

export const COMMANDS = {
  "order.place": z.strictObject({
    orderId: uuid,
    /** Made by the originating device so that it exists before the network does; left out by programs, then the server makes one. */
    number: z.optional(deviceNumber),
    channel: z.enum(CHANNELS),
    tableId: z.optional(slug),
    guestName: z.optional(optionalText(80)),
    notes: z.optional(optionalText(1_000)),
    promisedAt: z.optional(isoTime),
    hold: z.optional(z.boolean()),
    lines: orderedLines,
  }),
  "order.accept": onOrder,
  "order.reject": withReason,
  "order.cancel": withReason,
  "order.addLines": z.strictObject({ orderId: uuid, lines: orderedLines }),
  "order.fireCourse": z.strictObject({ orderId: uuid, course }),
  "order.hold": onOrder,
  /** `due`: nobody asked, it is time (ORD-31). */
  "order.release": z.strictObject({ orderId: uuid, due: z.optional(z.boolean()) }),
  "order.rush": z.strictObject({ orderId: uuid, rush: z.boolean() }),
  "order.moveTable": z.strictObject({ orderId: uuid, tableId: slug }),
  "order.serve": z.strictObject({ orderId: uuid, lineIds: z.optional(listOf(uuid, 1, MAX_LINES * 2)) }),
  "order.complete": onOrder,
  "order.close": onOrder,
  "order.confirm": onOrder,
  /** `called` false takes the call back. */
  "order.call": z.strictObject({ orderId: uuid, called: z.optional(z.boolean()) }),
  "order.setStatus": z.strictObject({ orderId: uuid, status: z.enum(ORDER_STATUSES), reason: z.optional(reason) }),
  "line.setStatus": z.strictObject({ orderId: uuid, lineId: uuid, generation: z.optional(generation), status: z.enum(LINE_STATUSES) }),
  "line.void": z.strictObject({ orderId: uuid, lineId: uuid, reason }),
  "ticket.bump": z.strictObject({ orderId: uuid, stationId: slug, lines: shownLines }),
  "ticket.recall": z.strictObject({ orderId: uuid, stationId: slug, lines: shownLines }),
  "ticket.shown": z.strictObject({ orderId: uuid, stationId: slug, lineIds: listOf(uuid, 1, MAX_LINES * 2) }),
  "menu.setAvailability": z.strictObject({ menuItemId: slug, available: z.boolean() }),
  /** `over`: the versions one of which the writer has read (`menuVersion`), or `*` for any; without it nothing is taken off or brought back (ORD-33). */
  "menu.replace": z.strictObject({ menu: menuSchema, over: z.optional(listOf(text(100), 1, 20)) }),
  "tables.replace": z.strictObject({ tables: tablesSchema }),
  "settings.change": z.strictObject({ settings: settingsPatch }),
  "restaurant.notify": z.strictObject({ kind: z.enum(["order_unheard", "order_waiting"]), orderId: uuid }),
  "guests.pause": z.strictObject({ until: z.optional(isoTime) }),
  "guests.resume": z.strictObject({}),
  /** `clear`: with this reason, all that waits there is cancelled (ORD-53). */
  "table.ordering": z.strictObject({ tableId: slug, open: z.boolean(), clear: z.optional(reason) }),
  "table.crowded": z.strictObject({ tableId: slug, count: integer(1, 1_000_000) }),
  "codes.guessed": z.strictObject({ count: integer(1, 1_000_000) }),
  /** All the stations that no kitchen screen shows now. */
  "stations.unscreened": z.strictObject({ stationIds: listOf(slug, 0, 50) }),
  "device.silent": z.strictObject({ deviceId: uuid, name: text(60), lastSeenAt: isoTime }),
} as const;

export type CommandName = keyof typeof COMMANDS;
export type Args<N extends CommandName> = z.infer<(typeof COMMANDS)[N]>;
export type Command = { [N in CommandName]: { readonly name: N; readonly args: Args<N> } }[CommandName];

/** The commands a device may push; the rest reach the log through REST calls or the server's own jobs. */
export const MUTATION_NAMES = [
  "order.place", "order.accept", "order.reject", "order.cancel", "order.addLines", "order.fireCourse", "order.hold", "order.release",
  "order.rush", "order.moveTable", "order.serve", "order.complete", "order.confirm", "order.call", "line.setStatus", "line.void", "ticket.bump", "ticket.recall",
  "ticket.shown", "menu.setAvailability",
] as const satisfies readonly CommandName[];
export type MutationName = (typeof MUTATION_NAMES)[number];

export const isMutationName = (name: string): name is MutationName => (MUTATION_NAMES as readonly string[]).includes(name);

/** Which order a command is about, or null. */
export const orderIdOf = (command: Command): string | null => ("orderId" in command.args ? command.args.orderId : null);
