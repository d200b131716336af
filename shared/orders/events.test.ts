import { describe, expect, test } from "vitest";
import type { Decision } from "./decision.ts";
import {
  bump,
  houseWithLine,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  minute,
  named,
  openHouse,
  ORDER,
  recall,
} from "./testing/house.ts";

const about = { orderId: ORDER };
const eventsOf = (decision: Decision) => (decision.kind === "applied" ? decision.events : []);
const typesOf = (decision: Decision) => eventsOf(decision).map(({ type }) => type);
const status = (from: string, to: string, reason?: string) => ({
  type: "order_status_changed",
  entityId: ORDER,
  data: { orderId: ORDER, from, to, ...(reason === undefined ? {} : { reason }) },
});
const item = (lineId: string, from: string, to: string, generation = 0) => ({
  type: "order_item_status_changed",
  entityId: lineId,
  data: { orderId: ORDER, lineId, from, to, generation },
});

describe("what is written of what was done, and nothing else", () => {
  test("[ORD-24] an acceptance, and a rejection with its reason", () => {
    const pending = () => houseWithOrder({}, { as: "guest" });
    expect(eventsOf(pending().ask("order.accept", about))).toStrictEqual([
      status("pending", "submitted"),
    ]);
    expect(eventsOf(pending().ask("order.reject", { ...about, reason: "Closed" }))).toStrictEqual([
      status("pending", "cancelled", "Closed"),
    ]);
  });

  test("[ORD-14] a cancellation tells the kitchen only of what it made", () => {
    expect(
      eventsOf(houseWithOrder().ask("order.cancel", { ...about, reason: "They left" })),
    ).toStrictEqual([status("submitted", "cancelled", "They left")]);
    const made = houseWithOrder();
    bump(made, L1);
    expect(
      eventsOf(made.ask("line.void", { ...about, lineId: L1, reason: "Cold" }))[1],
    ).toStrictEqual({
      type: "kitchen_notification",
      entityId: ORDER,
      data: { kind: "made_then_voided", orderId: ORDER, number: "Z1", lineIds: [L1] },
    });
  });

  test("[ORD-8] a program cancels with its reason, or with none of its own; a line by its status is voided", () => {
    const reasonOf = (reason?: string) => {
      const house = houseWithOrder();
      house.ask(
        "order.setStatus",
        { ...about, status: "cancelled", ...(reason === undefined ? {} : { reason }) },
        { strict: true },
      );
      return house.order().cancelReason;
    };
    expect([reasonOf(), reasonOf("No show")]).toEqual(["Cancelled by a program", "No show"]);
    const house = houseWithOrder();
    house.ask("line.setStatus", { ...about, lineId: L1, status: "cancelled" });
    expect(house.line(L1).voided).toEqual({ reason: "Voided", wasMade: false });
  });

  test("[ORD-9] a program's word moves the lines that go that way, and leaves alone what was voided or is further on", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "chips"), line(L3)] });
    house.ask("line.void", { ...about, lineId: L3, reason: "Wrong" });
    expect(
      eventsOf(house.ask("order.setStatus", { ...about, status: "preparing" }, { strict: true })),
    ).toStrictEqual([
      item(L1, "queued", "preparing"),
      item(L2, "queued", "preparing"),
      status("submitted", "preparing"),
    ]);
    house.ask("line.setStatus", { ...about, lineId: L1, status: "served" });
    expect(
      eventsOf(house.ask("order.setStatus", { ...about, status: "ready" }, { strict: true })),
    ).toStrictEqual([item(L2, "preparing", "ready"), status("preparing", "ready")]);
  });

  test("[ORD-16] [ORD-13] a bump of what is not held releases nothing", () => {
    const house = houseWithOrder();
    expect(eventsOf(bump(house, L1))).toStrictEqual([
      item(L1, "queued", "ready"),
      status("submitted", "preparing"),
    ]);
    expect(typesOf(house.ask("order.serve", { ...about, lineIds: [L1, L2] }))).toEqual([
      "order_item_status_changed",
      "order_item_status_changed",
      "order_status_changed",
    ]);
  });

  test("[ORD-16] what is served of a held order releases it once; what cannot be served does not", () => {
    const held = () => {
      const house = houseWithOrder({ lines: [line(L1), line(L2, "chips"), line(L3)], hold: true });
      house.ask("line.void", { ...about, lineId: L3, reason: "Wrong" });
      return house;
    };
    expect(typesOf(held().ask("order.serve", { ...about, lineIds: [L1, L2] }))).toEqual([
      "order_changed",
      "order_item_status_changed",
      "order_item_status_changed",
      "order_status_changed",
    ]);
    expect(held().ask("order.serve", { ...about, lineIds: [L3] })).toEqual({ kind: "noop" });
  });

  test("[ORD-16] an order is held although a line of it was voided", () => {
    const house = houseWithOrder();
    house.ask("line.void", { ...about, lineId: L1, reason: "Wrong" });
    expect(house.ask("order.hold", about).kind).toBe("applied");
  });

  test("[ORD-17] a course is fired while something of it waits to be, whatever became of the rest", () => {
    const house = houseWithOrder({
      lines: [line(L1), line(L2, "chips", { course: 2 }), line(L3, "steak", { course: 2 })],
    });
    house.ask("line.void", { ...about, lineId: L3, reason: "Wrong" });
    expect(eventsOf(house.ask("order.fireCourse", { ...about, course: 2 }))).toStrictEqual([
      { type: "order_changed", entityId: ORDER, data: { orderId: ORDER, firedCourse: 2 } },
    ]);
    expect(house.ask("order.fireCourse", { ...about, course: 2 })).toEqual({ kind: "noop" });
  });

  test("[ORD-17] what is added to a course that waits, waits with it", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "chips", { course: 2 })] });
    house.ask("order.addLines", { ...about, lines: [line(L3, "steak", { course: 2 })] });
    expect(house.line(L3).fired).toBe(false);
  });

  test("[ORD-11] a recall names each line's next generation, and passes over what was voided", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2), line(L3, "chips")] });
    bump(house, L1);
    house.ask("line.void", { ...about, lineId: L2, reason: "Wrong" });
    const decision = house.ask("ticket.recall", {
      ...about,
      stationId: "grill",
      lines: [named(L1), named(L2)],
    });
    expect(eventsOf(decision)).toStrictEqual([
      item(L1, "ready", "queued", 1),
      status("preparing", "submitted"),
    ]);
    // Queued here, and a screen has seen it recalled once more than we know of: its word is the
    // newer one.
    expect(eventsOf(recall(house, L1, 2))).toStrictEqual([item(L1, "queued", "queued", 3)]);
    expect(recall(house, L1, 3)).toEqual({ kind: "noop" });
  });

  test("[ORD-25] a late bump of what was completed has no effect", () => {
    const house = houseWithLine("served");
    house.ask("order.complete", about);
    expect(bump(house, L1)).toEqual({ kind: "noop" });
    expect(house.ask("order.complete", about)).toEqual({ kind: "noop" });
  });

  test("[ORD-20] an alarm names the order, for as long as it is true", () => {
    const waiting = houseWithOrder({}, { as: "guest" });
    const notify = (kind: "order_waiting" | "order_unheard") =>
      waiting.ask("restaurant.notify", { ...about, kind }, { as: "system" });
    const said = (kind: string) => [
      {
        type: "restaurant_notification",
        entityId: ORDER,
        data: { kind, orderId: ORDER, number: "Z1" },
      },
    ];
    expect(eventsOf(notify("order_waiting"))).toStrictEqual(said("order_waiting"));
    expect(notify("order_unheard")).toEqual({ kind: "noop" });
    waiting.ask("order.accept", about);
    expect(notify("order_waiting")).toEqual({ kind: "noop" });
    expect(eventsOf(notify("order_unheard"))).toStrictEqual(said("order_unheard"));
  });

  test("menu, tables and settings are written whole; the same again, or nothing, is no event", () => {
    const house = openHouse();
    const { retired: _, ...menu } = house.menu;
    const office = [
      [
        "menu.replace",
        { menu: { ...menu, items: menu.items.slice(1) } },
        { type: "menu_changed", entityId: "menu" },
      ],
      [
        "tables.replace",
        { tables: [{ id: "t9", label: "9" }] },
        {
          type: "tables_changed",
          entityId: "tables",
          data: { tables: [{ id: "t9", label: "9" }] },
        },
      ],
      [
        "settings.change",
        { settings: { autoAccept: true, name: undefined } },
        {
          type: "settings_changed",
          entityId: "settings",
          data: { settings: { ...house.settings, autoAccept: true } },
        },
      ],
    ] as const;
    for (const [name, args, event] of office) {
      const [written] = eventsOf(house.ask(name, args as never));
      expect(written).toMatchObject(event);
      if ("data" in event) expect(written).toStrictEqual(event);
      expect(house.ask(name, args as never)).toEqual({ kind: "noop" });
    }
    expect(house.ask("settings.change", { settings: {} })).toEqual({ kind: "noop" });
  });

  test("[ORD-1] notes are kept as written, and an empty note is none", () => {
    const noted = (notes?: string) =>
      houseWithOrder(notes === undefined ? {} : { notes }).order().notes;
    expect([noted(), noted(""), noted("By the window")]).toEqual([null, null, "By the window"]);
  });

  test("[ORD-29] a confirmation outlives a release", () => {
    const house = houseWithOrder();
    house.ask("order.confirm", about, { at: minute(1) });
    house.take(
      { type: "order_changed", entityId: ORDER, data: { orderId: ORDER, held: false } },
      minute(2),
    );
    expect(house.order().confirmedAt).toBe(minute(1));
  });
});
