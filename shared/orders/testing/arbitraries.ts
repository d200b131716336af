/**
 * Things people do in an evening, at random, about few enough orders and lines that they collide.
 */
import fc from "fast-check";
import type { Role } from "#shared/devices/roles.ts";
import type { CommandName, MutationName } from "../command.ts";
import { LINE_STATUSES, ORDER_STATUSES } from "../statuses.ts";
import { L1, L2, L3, L4, line, uuid } from "./house.ts";

export type Deed = {
  readonly name: CommandName;
  readonly args: Record<string, unknown>;
  readonly as: Role;
  readonly strict: boolean;
  readonly minute: number;
};

type Asked = fc.Arbitrary<Record<string, unknown>>;

const lineIds = [L1, L2, L3, L4];
const orderId = fc.constantFrom(uuid(1), uuid(2));
const lineId = fc.constantFrom(...lineIds);
const generation = fc.nat(2);
const reason = fc.constantFrom("They left", "Dropped");
const item = fc.constantFrom("steak", "chips", "burger", "fish", "stew");
const lines = fc
  .uniqueArray(
    fc.record({
      lineId,
      item,
      quantity: fc.integer({ min: 1, max: 3 }),
      course: fc.integer({ min: 1, max: 2 }),
      sauces: fc.subarray(["mayo", "none", "hot"], { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3, selector: (it) => it.lineId },
  )
  .map((list) =>
    list.map((it) =>
      line(it.lineId, it.item, {
        quantity: it.quantity,
        course: it.course,
        ...(it.item === "burger"
          ? { modifiers: it.sauces.map((optionId) => ({ modifierId: "sauce", optionId })) }
          : {}),
      }),
    ),
  );
const shown = fc.uniqueArray(fc.record({ lineId, generation }), {
  minLength: 1,
  maxLength: 4,
  selector: (it) => it.lineId,
});
const stationId = fc.constantFrom("grill", "fry");
const on = fc.record({ orderId });

/** Of every command that a device may push, and of some others. */
const args: Record<MutationName, Asked> & Partial<Record<CommandName, Asked>> = {
  "order.place": fc.record({
    orderId,
    channel: fc.constant("dine_in"),
    tableId: fc.constantFrom("t5", "t6"),
    hold: fc.boolean(),
    lines,
  }),
  "order.accept": on,
  "order.reject": fc.record({ orderId, reason }),
  "order.cancel": fc.record({ orderId, reason }),
  "order.addLines": fc.record({ orderId, lines }),
  "order.fireCourse": fc.record({ orderId, course: fc.integer({ min: 1, max: 3 }) }),
  "order.hold": on,
  "order.release": fc.oneof(on, fc.record({ orderId, due: fc.boolean() })),
  "order.rush": fc.record({ orderId, rush: fc.boolean() }),
  "order.moveTable": fc.record({ orderId, tableId: fc.constantFrom("t5", "t6", "t99") }),
  "order.serve": fc.oneof(
    on,
    fc.record({ orderId, lineIds: fc.uniqueArray(lineId, { minLength: 1 }) }),
  ),
  "order.complete": on,
  "order.confirm": on,
  "order.call": fc.oneof(on, fc.record({ orderId, called: fc.boolean() })),
  "order.setStatus": fc.record({ orderId, status: fc.constantFrom(...ORDER_STATUSES) }),
  "line.setStatus": fc
    .record(
      { orderId, lineId, status: fc.constantFrom(...LINE_STATUSES) },
      { requiredKeys: ["orderId", "lineId", "status"] },
    )
    .chain((base) =>
      fc
        .option(generation, { nil: undefined })
        .map((it) => (it === undefined ? base : { ...base, generation: it })),
    ),
  "line.void": fc.record({ orderId, lineId, reason }),
  "ticket.bump": fc.record({ orderId, stationId, lines: shown }),
  "ticket.recall": fc.record({ orderId, stationId, lines: shown }),
  "ticket.shown": fc.record({
    orderId,
    stationId,
    lineIds: fc.uniqueArray(lineId, { minLength: 1 }),
  }),
  "menu.setAvailability": fc.record({ menuItemId: item, available: fc.boolean() }),
};

const doing = (
  name: CommandName,
  arbitrary: fc.Arbitrary<Record<string, unknown>>,
): fc.Arbitrary<Deed> =>
  fc.record({
    name: fc.constant(name),
    args: arbitrary,
    as: fc.constantFrom<Role>("owner", "owner", "kitchen", "expo", "floor", "guest"),
    strict: fc.boolean(),
    minute: fc.nat(200),
  });

/** One deed; placing comes often enough that the rest has something to be about. */
export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 3, arbitrary: doing("order.place", args["order.place"]) },
  { weight: 4, arbitrary: doing("ticket.bump", args["ticket.bump"]) },
  ...Object.entries(args).map(([name, arbitrary]) => ({
    weight: 1,
    arbitrary: doing(name as CommandName, arbitrary),
  })),
);

/** An evening: it begins with an order. */
export const evening: fc.Arbitrary<readonly Deed[]> = fc
  .tuple(doing("order.place", args["order.place"]), fc.array(deed, { maxLength: 40 }))
  .map(([first, rest]) => [{ ...first, as: "owner" }, ...rest]);
