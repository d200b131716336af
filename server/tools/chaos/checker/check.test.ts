/** The checker finds what it is there to find: each test spoils one thing of a good evening. */
import { beforeEach, describe, expect, test } from "vitest";
import { uuid } from "#shared/orders/testing/house.ts";
import { CLIENT } from "#shared/sync/testing/house.ts";
import type { World } from "#shared/sync/world.ts";
import type { Account, DeviceAccount } from "./account.ts";
import { check } from "./check.ts";
import { foldOf, goodEvening, GUEST_ORDER } from "./testing/good-evening.ts";
import type { Truth } from "./truth.ts";

let truth: Truth;
let account: Account;

beforeEach(async () => {
  ({ truth, account } = await goodEvening());
});

const without = (type: string, id: string) =>
  truth.events
    .filter((event) => event.type !== type || event.entityId !== id)
    .map((event, index) => ({ ...event, seq: index + 1 }));
const spoil = (change: Partial<Truth>) => check(account, { ...truth, ...change });
const spoilDevice = (change: Partial<DeviceAccount>) =>
  check({ ...account, devices: [{ ...account.devices[0]!, ...change }] }, truth);

test("nothing is found where everything is right", () => {
  expect(check(account, truth)).toEqual({ lost: [], twice: [], diverged: [] });
});

describe("lost", () => {
  test("a guest's order that was acknowledged and is not in the log", () => {
    const { lost, diverged } = spoil({
      events: without("order_created", GUEST_ORDER),
      orders: truth.orders.filter(({ orderId }) => orderId !== GUEST_ORDER),
    });
    expect(lost).toEqual([
      `a guest was told that order ${GUEST_ORDER} is placed, and it is not there`,
    ]);
    expect(diverged.length).toBeGreaterThan(0);
  });

  test("a line of it", () => {
    const { lost } = check(
      { ...account, guests: [{ ...account.guests[0]!, lineIds: [uuid(0x770), uuid(0x771)] }] },
      truth,
    );
    expect(lost).toEqual([`lines ${uuid(0x771)} of order ${GUEST_ORDER} are not there`]);
  });

  test("an action of which the server knows nothing", () => {
    expect(
      spoil({ outcomes: truth.outcomes.filter(({ mutationId }) => mutationId !== 4) }).lost,
    ).toEqual(["the server has no outcome for action 4 of Pass (ticket.bump, done)"]);
  });

  test("an action that its device forgot", () => {
    const entries = new Map(account.devices[0]!.entries);
    entries.delete(2);
    expect(spoilDevice({ entries }).lost).toEqual(["Pass forgot its action 2 (order.place)"]);
  });

  test("an action whose id the server gave to another one", () => {
    expect(
      spoil({
        outcomes: truth.outcomes.map((it) =>
          it.mutationId === 1 ? { ...it, payloadHash: "x" } : it,
        ),
      }).lost,
    ).toEqual(["the outcome of action 1 of Pass (order.place) is another action's"]);
  });

  test("an action that was acknowledged otherwise than it is stored, or whose event is not where it was said to be", () => {
    const entries = new Map(account.devices[0]!.entries);
    entries.set(1, { ...entries.get(1)!, outcome: { status: "rejected", seq: 3 } });
    expect(spoilDevice({ entries }).lost).toHaveLength(1);
    const outcomes = truth.outcomes.map((it) => (it.mutationId === 1 ? { ...it, seq: 1 } : it));
    entries.set(1, { ...entries.get(1)!, outcome: { status: "applied", seq: 1 } });
    expect(
      check({ ...account, devices: [{ ...account.devices[0]!, entries }] }, { ...truth, outcomes })
        .lost,
    ).toEqual(["action 1 of Pass (order.place) is said to be event 1, and is not"]);
  });

  test("an order that a real screen confirmed", () => {
    const screens = [{ ...account.screens[0]!, taken: [{ guestName: "Ada", confirmed: true }] }];
    expect(check({ ...account, screens }, truth).lost).toEqual([
      "Tablet took the order of Ada, and it is not there",
    ]);
  });
});

describe("twice", () => {
  const again = (orderId: string) => {
    const event = truth.events.find(
      (it) => it.type === "order_created" && it.entityId === orderId,
    )!;
    const seq = truth.events.length + 1;
    return {
      events: [...truth.events, { ...event, seq, id: uuid(0xeee) }],
      head: { seq, id: uuid(0xeee) },
    };
  };

  test("an order that was created twice, and its lines", () => {
    expect(spoil(again(GUEST_ORDER)).twice).toEqual([
      `order ${GUEST_ORDER} was created 2 times`,
      `line ${uuid(0x770)} was ordered twice`,
    ]);
  });

  test("an order that a real screen took once and that is there twice", () => {
    expect(spoil(again(uuid(2))).twice).toContain(
      "Tablet took the order of Grace once, and it is there 2 times",
    );
  });

  test("one action with an effect under two ids", () => {
    const [first] = truth.outcomes;
    expect(spoil({ outcomes: [...truth.outcomes, { ...first!, mutationId: 9 }] }).twice).toEqual([
      `one action was carried out as ${CLIENT}/1 and ${CLIENT}/9`,
    ]);
  });

  test("a guest who was told twice that an order was made, or told no and has it", () => {
    const [guest] = account.guests;
    expect(check({ ...account, guests: [{ ...guest!, created: 2 }] }, truth).twice).toHaveLength(1);
    expect(
      check({ ...account, guests: [{ ...guest!, said: "refused", sent: 1 }] }, truth).twice,
    ).toHaveLength(1);
    expect(
      check({ ...account, guests: [{ ...guest!, said: "refused", sent: 2 }] }, truth).twice,
    ).toEqual([]);
  });

  test("a mutation that was answered twice, and differently", () => {
    expect(spoilDevice({ otherwise: ["Pass: mutation 1 was answered twice"] }).twice).toEqual([
      "Pass: mutation 1 was answered twice",
    ]);
  });
});

describe("diverged", () => {
  const spoilt = (): World => {
    const world = foldOf(truth.events);
    world.orders.set(uuid(2), { ...world.orders.get(uuid(2))!, rush: true });
    return world;
  };

  test("a device that holds, or has stored, another order than the log makes", () => {
    const { number } = truth.orders.find(({ orderId }) => orderId === uuid(2))!;
    expect(spoilDevice({ memory: spoilt() }).diverged).toEqual([
      `what Pass holds: order ${number} (${uuid(2)}) is another than in the log`,
    ]);
    expect(spoilDevice({ stored: spoilt() }).diverged).toEqual([
      `what Pass has stored: order ${number} (${uuid(2)}) is another than in the log`,
    ]);
  });

  test("an open order that a device lacks, and one that only a device has; a closed one may be forgotten", () => {
    const world = foldOf(truth.events);
    world.orders.delete(uuid(2));
    expect(spoilDevice({ memory: world }).diverged).toHaveLength(1);
    world.orders
      .set(
        uuid(2),
        truth.orders.find(({ orderId }) => orderId === uuid(2))!,
      )
      .set(uuid(5), { ...truth.orders[0]!, orderId: uuid(5) });
    expect(spoilDevice({ memory: world }).diverged).toEqual([
      `what Pass holds: order ${uuid(5)} is not in the log`,
    ]);
  });

  test("a dish that is off on one screen only", () => {
    const world = foldOf(truth.events);
    world.menu = {
      ...world.menu,
      items: world.menu.items.map((item) => ({ ...item, available: false })),
    };
    expect(spoilDevice({ stored: world }).diverged).toEqual([
      "what Pass has stored: menu, tables or settings are others than in the log",
    ]);
  });

  test("the server's own orders, where they are not the fold of its log", () => {
    expect(spoil({ orders: [...spoilt().orders.values()] }).diverged).toHaveLength(1);
  });

  test("a log with a hole, and one whose head is elsewhere", () => {
    expect(
      spoil({ events: truth.events.filter(({ seq }) => seq !== 2) }).diverged.join(),
    ).toContain("the log has a hole before event 3");
    expect(spoil({ head: { ...truth.head, seq: 99 } }).diverged).toHaveLength(1);
  });

  test("a guest with another number than the order has", () => {
    expect(
      check({ ...account, guests: [{ ...account.guests[0]!, number: "G9" }] }, truth).diverged,
    ).toHaveLength(1);
  });

  test("a screen that shows a ticket twice, or one too few; one that shows nothing now is not asked", () => {
    const [screen] = account.screens;
    const shows = (openNumbers: readonly string[] | null) =>
      check({ ...account, screens: [{ ...screen!, openNumbers }] }, truth).diverged;
    expect(shows([...screen!.openNumbers!, screen!.openNumbers![0]!])).toHaveLength(1);
    expect(shows(screen!.openNumbers!.slice(1))).toHaveLength(1);
    expect(shows(null)).toEqual([]);
  });
});
