import { uuid } from "#shared/orders/testing/house.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import { CLIENT, openTills, place, mutation } from "#shared/sync/testing/house.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import type { Account } from "../account.ts";
import type { Truth } from "../truth.ts";

export const GUEST_ORDER = uuid(0x77);

/** A tablet that took two orders, bumped one and bumped it again, and a guest. */
export async function goodEvening(): Promise<{ readonly truth: Truth; readonly account: Account }> {
  const tills = await openTills();
  const bump = (id: number) =>
    mutation(
      id,
      "ticket.bump",
      { orderId: uuid(1), stationId: "grill", lines: [{ lineId: uuid(100), generation: 0 }] },
      `2026-01-31T19:00:0${id}.000Z`,
    );
  const asked = [place(1, 1), place(2, 2, { guestName: "Grace" }), bump(3), bump(4)];
  const outcome = await tills.push(asked);
  if (outcome.kind !== "pushed") throw new Error("the push was not taken");
  await tills.command("order.place", {
    orderId: GUEST_ORDER,
    channel: "dine_in",
    tableId: "t5",
    lines: [{ lineId: uuid(0x770), menuItemId: "steak", quantity: 1 }],
  });
  const confirmed = asked.map((it): OutboxEntry => ({
    at: it.id,
    clientId: CLIENT,
    id: it.id,
    name: it.name as "order.place",
    args: it.args,
    occurredAt: it.occurredAt,
    state: "waiting",
    outcome: null,
  }));
  const entries = new Map(
    confirmed.map((entry, index): [number, OutboxEntry] => {
      const { status, seq } = outcome.results[index]!;
      return [entry.at, { ...entry, state: "done", outcome: { status, seq } }];
    }),
  );
  const events = await tills.events();
  const { world, results, log } = tills.log.backup();
  const truth: Truth = {
    events,
    head: { seq: log.head, id: log.headId },
    orders: [...world.orders.values()],
    outcomes: [...results.values()].map(({ clientId, mutationId, payloadHash, status, seq }) => ({
      clientId,
      mutationId,
      payloadHash,
      status,
      seq,
    })),
  };
  const account: Account = {
    devices: [
      {
        name: "Pass",
        confirmed,
        entries,
        memory: foldOf(events),
        stored: foldOf(events),
        otherwise: [],
      },
    ],
    guests: [
      {
        orderId: GUEST_ORDER,
        lineIds: [uuid(0x770)],
        said: "placed",
        number: world.orders.get(GUEST_ORDER)!.number,
        created: 1,
        sent: 2,
      },
    ],
    screens: [
      {
        name: "Tablet",
        taken: [
          { guestName: "Grace", confirmed: true },
          { guestName: "Nobody", confirmed: false },
        ],
        openNumbers: openNow(world),
      },
    ],
  };
  return { truth, account };
}

export const openNow = (world: World): string[] =>
  [...world.orders.values()]
    .filter(({ status }) => status === "submitted")
    .map(({ number }) => number);

export function foldOf(events: Truth["events"]): World {
  const world = emptyWorld();
  for (const event of events) applyToWorld(world, event);
  return world;
}
