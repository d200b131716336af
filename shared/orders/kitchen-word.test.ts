import { describe, expect, test } from "vitest";
import { may } from "./permissions.ts";
import { DEVICE_ROLES, type Role } from "#shared/devices/roles.ts";
import { COMMANDS, type CommandName } from "./command.ts";
import { isHeard } from "./order.ts";
import {
  bump,
  houseWithOrder,
  L1,
  L2,
  L3,
  line,
  MENU,
  minute,
  openHouse,
  ORDER,
  recall,
  uuid,
} from "./testing/house.ts";

const on = { orderId: ORDER };

describe("the kitchen's word", () => {
  const shown = { ...on, stationId: "grill", lineIds: [L1, L2] };

  test("[ORD-20] the first kitchen screen's word counts, and an order is heard when every fired line is", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2), line(L3, "chips", { course: 2 })] });
    expect(
      house.ask(
        "ticket.shown",
        { ...shown, lineIds: [L1] },
        { as: "kitchen", name: "Grill tablet" },
      ).kind,
    ).toBe("applied");
    expect(isHeard(house.order())).toBe(false);
    house.ask("ticket.shown", shown, { as: "expo", name: "Pass", at: minute(1) });
    expect(isHeard(house.order())).toBe(true);
    expect([house.line(L1).shownBy, house.line(L2).shownBy]).toEqual(["Grill tablet", "Pass"]);
    expect(house.ask("ticket.shown", shown, { as: "kitchen" }).kind).toBe("noop");
    house.ask("order.fireCourse", { ...on, course: 2 });
    expect(isHeard(house.order())).toBe(false);
  });

  test("[ORD-20] what was served past every screen does not keep its order unheard, and makes none heard", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2)] });
    house.ask("order.serve", { ...on, lineIds: [L1] });
    expect(isHeard(house.order())).toBe(false);
    house.ask("ticket.shown", { ...shown, lineIds: [L2] }, { as: "kitchen" });
    expect(isHeard(house.order())).toBe(true);
    const past = houseWithOrder({ lines: [line(L1)] });
    past.ask("order.serve", { ...on, lineIds: [L1] });
    expect(isHeard(past.order())).toBe(false);
  });

  test("[ORD-20] what is not in the kitchen cannot have been shown there, and nobody is told off for it", () => {
    expect(
      houseWithOrder({}, { as: "guest" }).ask("ticket.shown", shown, { as: "kitchen" }).kind,
    ).toBe("noop");
    expect(houseWithOrder({ hold: true }).ask("ticket.shown", shown, { as: "kitchen" }).kind).toBe(
      "noop",
    );
    const house = houseWithOrder();
    house.ask("order.cancel", { ...on, reason: "They left" });
    expect(house.ask("ticket.shown", shown, { as: "kitchen" }).kind).toBe("noop");
  });

  test("[ORD-20] an alarm is written down only while it is true", () => {
    const house = houseWithOrder();
    expect(
      house.ask("restaurant.notify", { ...on, kind: "order_unheard" }, { as: "system" }).kind,
    ).toBe("applied");
    expect(
      house.ask("restaurant.notify", { ...on, kind: "order_waiting" }, { as: "system" }).kind,
    ).toBe("noop");
    house.ask("ticket.shown", shown, { as: "kitchen" });
    expect(
      house.ask("restaurant.notify", { ...on, kind: "order_unheard" }, { as: "system" }).kind,
    ).toBe("noop");
  });

  test("[ORD-23] only the server itself says that pairing codes are guessed", () => {
    const house = openHouse();
    expect(house.ask("codes.guessed", { count: 120 }, { as: "owner" })).toMatchObject({
      kind: "rejected",
      code: "forbidden",
    });
    expect(house.ask("codes.guessed", { count: 120 }, { as: "system" }).kind).toBe("applied");
    expect(house.events.at(-1)).toMatchObject({
      type: "restaurant_notification",
      data: { kind: "codes_guessed", count: 120 },
    });
  });

  test("[ORD-23] only the server itself says that a device went silent", () => {
    const silent = {
      deviceId: "00000000-0000-4000-8000-000000000009",
      name: "Grill tablet",
      lastSeenAt: "2026-01-31T19:00:00.000Z",
    };
    const house = houseWithOrder();
    expect(house.ask("device.silent", silent, { as: "owner" })).toMatchObject({
      kind: "rejected",
      code: "forbidden",
    });
    const orders = JSON.stringify(house.order());
    expect(house.ask("device.silent", silent, { as: "system" }).kind).toBe("applied");
    expect(house.events.at(-1)).toMatchObject({
      type: "restaurant_notification",
      entityId: silent.deviceId,
      data: { kind: "device_silent", name: "Grill tablet" },
    });
    expect(JSON.stringify(house.order())).toBe(orders);
  });

  test("[ORD-35] stations that lose their screen are told once, by name, and again only after they had one", () => {
    const house = openHouse();
    const left = (...stationIds: string[]) =>
      house.ask("stations.unscreened", { stationIds }, { as: "system" });
    const told = () =>
      house.events.flatMap(({ type, data }) =>
        type === "restaurant_notification" && data.kind === "stations_unscreened"
          ? [data.stations.map(({ name }) => name)]
          : [],
      );
    expect(
      house.ask("stations.unscreened", { stationIds: ["fry"] }, { as: "kitchen" }),
    ).toMatchObject({ kind: "rejected", code: "forbidden" });
    expect(left()).toEqual({ kind: "noop" });
    expect(left("fry").kind).toBe("applied");
    expect(left("fry")).toEqual({ kind: "noop" });
    // Only what is new is news, and what the menu does not have has no screen to lose.
    left("fry", "grill", "cellar");
    expect([told(), house.settings.unscreened]).toEqual([
      [["Fry"], ["Grill"]],
      ["grill", "fry"],
    ]);
    left("grill");
    left("grill", "fry");
    expect([told(), house.settings.unscreened]).toEqual([
      [["Fry"], ["Grill"], ["Fry"]],
      ["grill", "fry"],
    ]);
    left();
    expect([told().length, house.settings.unscreened]).toEqual([3, []]);
  });

  test("[ORD-36] an unheard order is told by the stations that it waits at where no screen shows them, and as unheard otherwise", () => {
    const house = houseWithOrder();
    const alarm = () => {
      house.ask("restaurant.notify", { ...on, kind: "order_unheard" }, { as: "system" });
      return house.events.at(-1)?.data;
    };
    house.ask("stations.unscreened", { stationIds: ["fry"] }, { as: "system" });
    expect(alarm()).toEqual({
      kind: "order_unheard",
      orderId: ORDER,
      number: house.order().number,
    });
    house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" });
    expect(alarm()).toEqual({
      kind: "order_unscreened",
      orderId: ORDER,
      number: house.order().number,
      stations: ["Fry"],
    });
    house.ask("stations.unscreened", { stationIds: [] }, { as: "system" });
    expect(alarm()).toMatchObject({ kind: "order_unheard" });
  });

  test("[ORD-21] an order placed for a dish that is off stands, and its line is flagged", () => {
    const house = houseWithOrder({ lines: [line(L1), line(L2, "fish")] });
    expect(house.order().status).toBe("submitted");
    expect([house.line(L1).unavailable, house.line(L2).unavailable]).toEqual([false, true]);
  });

  test("[ORD-22] 86 is an event once; saying what is so has no effect", () => {
    const house = openHouse();
    const set = (available: boolean) =>
      house.ask("menu.setAvailability", { menuItemId: "steak", available }).kind;
    expect([set(false), set(false), set(true), set(true)]).toEqual([
      "applied",
      "noop",
      "applied",
      "noop",
    ]);
    expect(
      house.ask("menu.setAvailability", { menuItemId: "stew", available: false }),
    ).toMatchObject({ kind: "rejected", code: "unknown_item" });
  });

  test("[ORD-22] a new menu keeps the dishes it drops known, and the same menu again has no effect", () => {
    const house = openHouse();
    const { retired: _, ...menu } = MENU;
    const smaller = { ...menu, items: menu.items.slice(1) };
    expect(house.ask("menu.replace", { menu: smaller }).kind).toBe("applied");
    expect(house.ask("menu.replace", { menu: smaller }).kind).toBe("noop");
    expect(house.menu.retired.map((item) => item.id)).toEqual(["burger", "stew"]);
  });

  test("[ORD-23] who may not is refused, for every role and command", () => {
    const roles: readonly Role[] = [...DEVICE_ROLES, "guest", "system"];
    for (const role of roles) {
      for (const name of Object.keys(COMMANDS) as CommandName[]) {
        const args = {
          orderId: uuid(99),
          menuItemId: "unicorn",
          lines: [line(uuid(98), "unicorn")],
          menu: { stations: [], categories: [], items: [] },
          tables: [],
          settings: {},
          status: "preparing",
          stationIds: [],
        };
        const decision = openHouse().ask(name, args as never, { as: role });
        expect({
          role,
          name,
          forbidden: decision.kind === "rejected" && decision.code === "forbidden",
        }).toEqual({ role, name, forbidden: !may(role, name) });
      }
    }
  });

  test("[ORD-24] accepted once: a second accept agrees, a reject does not", () => {
    const house = houseWithOrder({}, { as: "guest" });
    expect(house.ask("order.accept", on, { at: minute(2) }).kind).toBe("applied");
    expect(house.order()).toMatchObject({ status: "submitted", firedAt: minute(2) });
    expect(house.ask("order.accept", on).kind).toBe("noop");
    expect(house.ask("order.reject", { ...on, reason: "Closing" })).toMatchObject({
      kind: "rejected",
      code: "illegal_transition",
    });
  });

  test("[ORD-24] rejected once: a second reject agrees, an accept does not", () => {
    const house = houseWithOrder({}, { as: "guest" });
    expect(house.ask("order.reject", { ...on, reason: "Closing" }).kind).toBe("applied");
    expect(house.order()).toMatchObject({ status: "cancelled", cancelReason: "Closing" });
    expect(house.ask("order.reject", { ...on, reason: "Closing" }).kind).toBe("noop");
    expect(house.ask("order.accept", on)).toMatchObject({
      kind: "rejected",
      code: "order_cancelled",
    });
  });

  test("[ORD-25] only a served order is completed, and then nothing changes it", () => {
    const house = houseWithOrder();
    expect(house.ask("order.complete", on)).toMatchObject({
      kind: "rejected",
      code: "illegal_transition",
    });
    house.ask("order.serve", { ...on, lineIds: [L1, L2] });
    expect(house.ask("order.complete", on).kind).toBe("applied");
    const before = house.order();
    const asks = [
      house.ask("order.complete", on),
      house.ask("order.cancel", { ...on, reason: "No" }),
      house.ask("order.addLines", { ...on, lines: [line(L3)] }),
      house.ask("line.void", { ...on, lineId: L1, reason: "No" }),
      recall(house, L1),
      house.ask("order.hold", on),
      bump(house, L1),
      house.ask("order.moveTable", { ...on, tableId: "t6" }),
      house.ask("ticket.shown", { ...on, stationId: "grill", lineIds: [L1] }, { as: "kitchen" }),
    ];
    expect(asks.filter((it) => it.kind === "applied")).toEqual([]);
    expect(house.order()).toBe(before);
  });

  test("[ORD-25] a bump after a recall that came too late does not open it again", () => {
    const house = houseWithOrder();
    house.ask("order.serve", { ...on, lineIds: [L1, L2] });
    house.ask("order.complete", on);
    // Made offline before the table was cleared: recalled, cooked again, bumped again.
    expect(recall(house, L1)).toMatchObject({ kind: "rejected", code: "order_closed" });
    expect(bump(house, L1, 1)).toMatchObject({ kind: "rejected", code: "order_closed" });
    expect(
      house.ask("line.setStatus", { ...on, lineId: L1, generation: 1, status: "ready" }),
    ).toMatchObject({ kind: "rejected", code: "order_closed" });
    expect(house.line(L1)).toMatchObject({ status: "served", generation: 0 });
  });

  test("serving what two people carry is one service; with nothing ready it is refused", () => {
    const house = houseWithOrder();
    expect(house.ask("order.serve", on)).toMatchObject({
      kind: "rejected",
      code: "illegal_transition",
    });
    bump(house, L1);
    expect(house.ask("order.serve", on).kind).toBe("applied");
    expect(house.ask("order.serve", on).kind).toBe("noop");
  });
});
