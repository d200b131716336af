/**
 * An evening in a restaurant, from a seed: a few tablets and a server do real work while what the plan says goes wrong. Then everything
 * heals, and within a minute every promise must be true (DESIGN §6).
 */
import { between, happens, seededIds, seededRandom } from "#shared/kernel/seeded-random.ts";
import { SECOND, toIso } from "#shared/kernel/time.ts";
import { unheardOrders } from "#shared/kitchen/board.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { createDevice, type SimulatedDevice } from "./device.ts";
import { noFaults, type Counters } from "./faults.ts";
import { ask, happen, heal, type House } from "./happenings.ts";
import { createNetwork } from "./network.ts";
import { REAL, type Parts } from "./parts.ts";
import { MENU, TABLES } from "./people.ts";
import { planOf, type Kind } from "./plan.ts";
import { brokenBases, brokenPromises, isSettled, unalarmed, unsettled, wrongClocks } from "./promises.ts";
import { createServer, type SimulatedServer } from "./server.ts";
import { createVirtualTime } from "./virtual-time.ts";
import { createWatcher, type Watcher } from "./watcher.ts";

export type Evening = {
  /** Empty when every promise was kept. */
  readonly broken: readonly string[];
  readonly events: number;
  readonly actions: number;
  /** Inputs that cores took in. */
  readonly steps: number;
  readonly faults: Counters;
  /** How often what was asked for came to what, as in `order.accept applied`. */
  readonly outcomes: ReadonlyMap<string, number>;
  /** From the end of the trouble until all was settled. */
  readonly healedMs: number;
};

export type EveningOptions = {
  /** With these in place of the production code. */
  readonly parts?: Parts;
  /** Only these of what the plan says, by index. */
  readonly only?: ReadonlySet<number>;
  /** With these troubles and no others. */
  readonly troubles?: readonly Kind[];
};

const START_MS = Date.UTC(2026, 0, 31, 19);
const HEALED_WITHIN_MS = 60 * SECOND;
/** Exchanges with the server that one device may ask for in one second: a hot loop asks for hundreds (L3). */
const MOST_EXCHANGES = 40;
const MOST_HELD = 150;
const LOOKED_AT_MS = 9 * SECOND;

export async function liveEvening(seed: number, { parts = REAL, only, troubles = [] }: EveningOptions = {}): Promise<Evening> {
  const plan = planOf(seed, troubles);
  const random = seededRandom(seed ^ 0x5eed);
  const ids = seededIds(random);
  const time = createVirtualTime(START_MS);
  const counters = noFaults();
  const network = createNetwork(time, random, counters);
  const watcher: Watcher = createWatcher(time, parts, () => server);
  const server: SimulatedServer = createServer(time, random, ids, parts, counters, watcher.server);
  const used = new Set<string>();
  const moment = (ms: number) => {
    let at = ms;
    while (used.has(toIso(at))) at++;
    used.add(toIso(at));
    return toIso(at);
  };
  const devices = (["kitchen", "expo", "floor"] as const).slice(0, plan.devices).map((role, index) => {
    const who: Actor = { role, subjectId: ids.next(), letter: "ABC".charAt(index), source: { kind: "device", name: role } };
    return createDevice(who, { time, network, server, random, ids, parts, counters, relaxed: plan.relaxed, moment, watch: watcher.devices });
  });
  const healsAt = START_MS + plan.troubleMs;
  const house: House = { time, ids, server, devices, counters, untilMs: healsAt, letters: "DEFHJKLMNPQRSTUVWX".split(""), backup: null, restored: false };

  const { retired: _, ...menu } = MENU;
  await ask(server, { name: "menu.replace", args: { menu } });
  await ask(server, { name: "tables.replace", args: { tables: [...TABLES] } });
  server.start();
  for (const device of devices) time.after(happens(random, 0.7) ? between(random, 0, 100) : between(random, 0, 3 * SECOND), () => device.open());
  for (const [index, happening] of plan.happenings.entries()) {
    if (only === undefined || only.has(index)) time.after(happening.at, () => happen(house, happening));
  }
  every(SECOND, countExchanges(devices, watcher));
  every(SECOND, () => alarm(server, parts, time.now()));
  every(LOOKED_AT_MS, () => brokenBases(server, devices).forEach((broken) => watcher.complain(broken)));
  await time.runUntil(healsAt);

  heal(house);
  const settles = async (withinMs: number) => {
    const from = time.now();
    while (watcher.broken.size === 0 && !isSettled(server, devices) && time.now() - from < withinMs) await time.runUntil(time.now() + 200);
    return time.now() - from;
  };
  const healedMs = await settles(HEALED_WITHIN_MS);
  if (watcher.broken.size === 0 && isSettled(server, devices)) {
    // Whoever was to be told of an order is told by then, and everybody hears of that too.
    await time.runUntil(time.now() + 19 * SECOND);
    for (const what of unalarmed(server, time.now())) watcher.complain(what);
    await settles(HEALED_WITHIN_MS);
  }
  if (watcher.broken.size === 0) {
    if (!isSettled(server, devices)) for (const what of unsettled(server, devices)) watcher.complain(`L1: ${what}`);
    else for (const what of [...brokenPromises(server, devices, { restored: house.restored, lied: counters.get("disk lied") !== 0 }), ...wrongClocks(devices, time.now())]) watcher.complain(what);
  }
  if (server.mostHeld() > MOST_HELD) watcher.complain(`S10: the server held ${server.mostHeld()} events for one reader`);
  const actions = devices.reduce((sum, device) => sum + device.confirmed().size, 0);
  return { broken: [...watcher.broken], events: server.history().length, actions, steps: watcher.steps(), faults: counters, outcomes: watcher.outcomes, healedMs };

  function every(periodMs: number, look: () => void | Promise<void>): void {
    time.after(periodMs, async () => {
      every(periodMs, look);
      await look();
    });
  }
}

/** What the server's watch does about orders that no screen shows (server/jobs/watch.ts). */
async function alarm(server: SimulatedServer, parts: Parts, nowMs: number): Promise<void> {
  if (!server.isUp() || !parts.habits.alarms) return;
  const { orders, settings } = server.world();
  for (const { orderId, lines } of unheardOrders(orders.values(), nowMs, settings.shownAlarmSeconds * SECOND)) {
    await ask(server, { name: "restaurant.notify", args: { kind: "order_unheard", orderId } }, `unheard/${orderId}/${lines.length}`);
  }
}

function countExchanges(devices: readonly SimulatedDevice[], { complain }: Watcher): () => void {
  const before = devices.map(() => 0);
  return () => {
    for (const [index, device] of devices.entries()) {
      const asked = device.exchanges() - (before[index] ?? 0);
      before[index] = device.exchanges();
      if (asked > MOST_EXCHANGES) complain(`L3: ${device.name} asked the server ${asked} times in one second`);
    }
  };
}
