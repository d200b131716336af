/**
 * Compares what was promised with what exists, at rest: everything has been sent and read. Pure, so
 * that it can itself be shown a lost order, a doubled one and a screen that differs
 * (check.test.ts).
 */
import { isEqual } from "#shared/kernel/equal.ts";
import { fingerprint } from "#shared/kernel/fingerprint.ts";
import { openTickets } from "#shared/kitchen/board.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { isClosed, type Order } from "#shared/orders/order.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import type { Account, DeviceAccount, ScreenAccount } from "./account.ts";
import type { StoredOutcome, Truth } from "./truth.ts";

export type Findings = {
  /** Promised, and not there. */
  readonly lost: readonly string[];
  /** There more often than promised, or never asked for. */
  readonly twice: readonly string[];
  /** Two places that must say the same and do not. */
  readonly diverged: readonly string[];
};

export function check(account: Account, truth: Truth): Findings {
  const world = foldOf(truth.events);
  const created = Map.groupBy(
    truth.events.filter((event) => event.type === "order_created"),
    (event) => event.entityId,
  );
  const outcomes = new Map(truth.outcomes.map((outcome) => [keyOf(outcome), outcome]));
  const lost: string[] = [];
  const twice: string[] = [];
  const diverged = [
    ...logFaults(truth),
    ...ordersOtherThan(
      world,
      { ...world, orders: new Map(truth.orders.map((order) => [order.orderId, order])) },
      "the server's orders",
    ),
  ];

  for (const [orderId, events] of created)
    if (events.length > 1) twice.push(`order ${orderId} was created ${events.length} times`);
  twice.push(...linesTwice(truth.events), ...carriedOutTwice(truth.outcomes));
  for (const device of account.devices) {
    lost.push(...lostActions(device, outcomes, truth));
    twice.push(...device.otherwise);
    if (device.memory !== null)
      diverged.push(...ordersOtherThan(world, device.memory, `what ${device.name} holds`));
    if (device.stored !== null)
      diverged.push(...ordersOtherThan(world, device.stored, `what ${device.name} has stored`));
  }
  for (const { orderId, lineIds, said, number, created: times, sent } of account.guests) {
    const order = world.orders.get(orderId);
    if (said === "placed" && order === undefined)
      lost.push(`a guest was told that order ${orderId} is placed, and it is not there`);
    if (said === "placed" && order !== undefined && order.number !== number)
      diverged.push(
        `a guest was told that order ${orderId} is ${number}, and it is ${order.number}`,
      );
    const missing = lineIds.filter(
      (lineId) => !order?.lines.some((line) => line.lineId === lineId),
    );
    if (said === "placed" && order !== undefined && missing.length > 0)
      lost.push(`lines ${missing.join(", ")} of order ${orderId} are not there`);
    if (times > 1) twice.push(`order ${orderId} was said to be made ${times} times`);
    // Where an earlier try was not answered, that one may have been carried out after the refusal.
    if (said === "refused" && sent === 1 && order !== undefined)
      twice.push(`a guest was told that order ${orderId} is refused, and it is there`);
  }
  for (const screen of account.screens) {
    lost.push(...lostOnScreen(screen, world));
    twice.push(...twiceOnScreen(screen, truth.events));
    diverged.push(...otherTickets(screen, world));
  }
  return { lost, twice, diverged };
}

export const noFindings = (): Findings => ({ lost: [], twice: [], diverged: [] });

function foldOf(events: readonly HeardEvent[]): World {
  const world = emptyWorld();
  for (const event of events) applyToWorld(world, event);
  return world;
}

const keyOf = ({
  clientId,
  mutationId,
}: {
  readonly clientId: string;
  readonly mutationId: number;
}): string => `${clientId}/${mutationId}`;

function logFaults({ events, head }: Truth): string[] {
  const hole = events.findIndex((event, index) => event.seq !== index + 1);
  const last = events.at(-1);
  return [
    ...(hole === -1 ? [] : [`the log has a hole before event ${events[hole]?.seq}`]),
    ...(last === undefined || (last.seq === head.seq && last.id === head.id)
      ? []
      : [`the log's head is said to be ${head.seq}, and its last event is ${last.seq}`]),
  ];
}

function linesTwice(events: readonly HeardEvent[]): string[] {
  const seen = new Set<string>();
  const lines = events.flatMap((event) =>
    event.type === "order_created" || event.type === "order_lines_added" ? event.data.lines : [],
  );
  return lines.flatMap(({ lineId }) => {
    if (seen.has(lineId)) return [`line ${lineId} was ordered twice`];
    seen.add(lineId);
    return [];
  });
}

/** The same action under two ids: at most one of them may have had an effect. */
function carriedOutTwice(outcomes: readonly StoredOutcome[]): string[] {
  const applied = Map.groupBy(
    outcomes.filter(({ status }) => status === "applied"),
    ({ payloadHash }) => payloadHash,
  );
  return [...applied.values()]
    .filter((same) => same.length > 1)
    .map((same) => `one action was carried out as ${same.map(keyOf).join(" and ")}`);
}

function lostActions(
  { name, confirmed, entries }: DeviceAccount,
  outcomes: ReadonlyMap<string, StoredOutcome>,
  { events }: Truth,
): string[] {
  return confirmed.flatMap(({ at, name: what }) => {
    const entry = entries.get(at);
    if (entry === undefined) return [`${name} forgot its action ${at} (${what})`];
    const outcome = outcomes.get(keyOf({ clientId: entry.clientId, mutationId: entry.id }));
    if (outcome === undefined)
      return [`the server has no outcome for action ${at} of ${name} (${what}, ${entry.state})`];
    if (outcome.payloadHash !== fingerprint([entry.name, entry.args, entry.occurredAt]))
      return [`the outcome of action ${at} of ${name} (${what}) is another action's`];
    if (
      entry.outcome !== null &&
      (entry.outcome.status !== outcome.status || entry.outcome.seq !== outcome.seq)
    ) {
      return [
        `${name} was told that action ${at} (${what}) is ${entry.outcome.status} at ${entry.outcome.seq}, and it is ${outcome.status} at ${outcome.seq}`,
      ];
    }
    if (outcome.status === "noop") return [];
    const origin = events[outcome.seq - 1]?.origin;
    return origin?.clientId === entry.clientId && origin.mutationId === entry.id
      ? []
      : [`action ${at} of ${name} (${what}) is said to be event ${outcome.seq}, and is not`];
  });
}

/** A device may have forgotten what was closed long ago, and nothing else. */
function ordersOtherThan(
  truth: World,
  { orders, menu, tables, settings }: World,
  what: string,
): string[] {
  const other = [...truth.orders.values()].filter(
    (order) =>
      !isEqual(orders.get(order.orderId), order) && (orders.has(order.orderId) || !isClosed(order)),
  );
  const unknown = [...orders.keys()].filter((orderId) => !truth.orders.has(orderId));
  return [
    ...other
      .slice(0, FEW)
      .map(
        (order) =>
          `${what}: order ${order.number} (${order.orderId}) is ${orders.has(order.orderId) ? "another than in the log" : "not there"}`,
      ),
    ...unknown.slice(0, FEW).map((orderId) => `${what}: order ${orderId} is not in the log`),
    ...(isEqual([menu, tables, settings], [truth.menu, truth.tables, truth.settings])
      ? []
      : [`${what}: menu, tables or settings are others than in the log`]),
  ];
}

const FEW = 3;

const takenAs = (orders: Iterable<Order>, guestName: string): Order[] =>
  [...orders].filter((order) => order.guestName === guestName);

const lostOnScreen = ({ name, taken }: ScreenAccount, { orders }: World): string[] =>
  taken
    .filter(
      ({ guestName, confirmed }) => confirmed && takenAs(orders.values(), guestName).length === 0,
    )
    .map(({ guestName }) => `${name} took the order of ${guestName}, and it is not there`);

const twiceOnScreen = ({ name, taken }: ScreenAccount, events: readonly HeardEvent[]): string[] =>
  taken.flatMap(({ guestName }) => {
    const made = events.filter(
      (event) => event.type === "order_created" && event.data.guestName === guestName,
    ).length;
    return made > 1
      ? [`${name} took the order of ${guestName} once, and it is there ${made} times`]
      : [];
  });

function otherTickets({ name, openNumbers }: ScreenAccount, { orders }: World): string[] {
  if (openNumbers === null) return [];
  const open = [
    ...new Set(openTickets(orders.values(), []).map(({ order }) => order.number)),
  ].toSorted();
  return isEqual([...openNumbers].toSorted(), open)
    ? []
    : [`${name} shows ${openNumbers.toSorted().join(" ")}, and open is ${open.join(" ")}`];
}
