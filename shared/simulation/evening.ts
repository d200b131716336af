/**
 * An evening in a restaurant, from a seed: a few tablets and a server do real work while what the
 * plan says goes wrong. Then everything heals, and within a minute every promise must be true
 * (docs/design.md#promises).
 */
import { between, happens, seededIds, seededRandom } from "#shared/kernel/seeded-random.ts";
import { SECOND, toIso } from "#shared/kernel/time.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { ask } from "./acting.ts";
import { isSomebodyToBeTold, watchAlarms } from "./alarm-watch.ts";
import type { SimulatedDevice } from "./device-port.ts";
import { createSimulatedDevice } from "./device.ts";
import { noFaults, type Counters } from "./faults.ts";
import { createOutsiders } from "./guests.ts";
import { happen, heal } from "./happenings.ts";
import type { SimulatedHouse } from "./house.ts";
import { createNetwork, GOOD_AIR, type Air } from "./network.ts";
import { REAL, type Parts } from "./parts.ts";
import { MENU, TABLES } from "./people.ts";
import { planOf, type Kind, type Plan } from "./plan.ts";
import { brokenPromises, brokenWords, haveAllHeard, watchBases, wrongClocks } from "./promises.ts";
import { watchScreens } from "./screen-watch.ts";
import { createServer, type SimulatedServer } from "./server.ts";
import { isSettled, unsettled } from "./settled.ts";
import { createVirtualTime } from "./virtual-time.ts";
import { createWatcher, type Watcher } from "./watcher.ts";
import { createWire } from "./wire.ts";

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
  /** This plan, and not the seed's own. */
  readonly plan?: Plan;
};

const START_MS = Date.UTC(2026, 0, 31, 19);
const HEALED_WITHIN_MS = 60 * SECOND;
/**
 * Exchanges with the server that one device may ask for in one second: a hot loop asks for hundreds
 * (L3).
 */
const MOST_EXCHANGES = 40;
const MOST_HELD = 150;
const LOOKED_AT_MS = 15 * SECOND;
/** Whoever was to be told of an order is told by then, and everybody hears of that too. */
const TOLD_MS = 32 * SECOND;
/** Everybody has heard by then what time it is: at the first beats of a healed link. */
const BEATS_MS = 11 * SECOND;
/**
 * And from whom a stream has died in silence just before: when that was noticed (SYN-24) and the
 * next one is open. Who took the time from a word that was long on its way has the right one with
 * the next heartbeat.
 */
const NOTICED_MS = 40 * SECOND;

export async function liveEvening(
  seed: number,
  { parts = REAL, only, troubles = [], plan = planOf(seed, troubles) }: EveningOptions = {},
): Promise<Evening> {
  // Each has a chance of its own, so that what one of them draws leaves the others as they were.
  const chance = (what: string) => seededRandom(seed ^ numberOf(what));
  const ids = seededIds(chance("ids"));
  const time = createVirtualTime(START_MS, chance("scheduler"), plan.pace);
  const counters = noFaults();
  const watcher: Watcher = createWatcher(time, parts, () => server);
  const server: SimulatedServer = createServer({
    time,
    random: chance("server"),
    ids,
    parts,
    counters,
    watch: watcher.log,
    processes: plan.processes,
  });
  const outsiders = createOutsiders({ time, random: chance("outsiders"), ids, counters, server });
  const moment = momentsOfTheirOwn();
  const devices = (["kitchen", "expo", "floor"] as const)
    .slice(0, plan.devices)
    .map((role, index) => {
      const who: Actor = {
        role,
        subjectId: ids.next(),
        letter: "ABC".charAt(index),
        source: { kind: "device", name: role },
        stationIds: plan.bound && role === "kitchen" ? ["grill"] : [],
      };
      const air: Air = { ...GOOD_AIR };
      const network = createNetwork(air, time, chance(`the air of ${role}`), counters);
      const wire = createWire(plan.asText, chance(`the wire of ${role}`));
      return createSimulatedDevice(who, {
        time,
        air,
        network,
        wire,
        server,
        random: chance(role),
        ids,
        parts,
        counters,
        relaxed: plan.relaxed,
        moment,
        watch: watcher.devices,
      });
    });

  const { retired: _, ...menu } = MENU;
  time.after(0, async () => {
    await ask(server, { name: "menu.replace", args: { menu } });
    await ask(server, { name: "tables.replace", args: { tables: [...TABLES] } });
  });
  await time.runUntil(START_MS + SECOND);
  server.troubled(true);

  const random = chance("the house");
  const opensAt = time.now();
  const house: SimulatedHouse = {
    time,
    ids,
    server,
    devices,
    outsiders,
    counters,
    parts,
    untilMs: opensAt + plan.troubleMs,
    letters: "DEFHJKLMNPQRSTUVWX".split(""),
    backup: null,
    restored: false,
  };
  for (const device of devices)
    time.after(
      happens(random, 0.7) ? between(random, 0, 100) : between(random, 0, 3 * SECOND),
      () => device.open(),
    );
  for (const [index, happening] of plan.happenings.entries()) {
    if (only === undefined || only.has(index))
      time.after(happening.at, () => happen(house, happening));
  }
  every(SECOND, countExchanges(devices, watcher));
  const [stale, unalarmed, bases] = [
    watchScreens(server, watcher.log, devices),
    watchAlarms(server, watcher.log),
    watchBases(server, devices),
  ];
  every(SECOND, () => [...stale(time.now()), ...unalarmed(time.now())].forEach(watcher.complain));
  every(LOOKED_AT_MS, () => bases().forEach(watcher.complain));
  await time.runUntil(house.untilMs);

  heal(house);
  const settled = () => isSettled(server, devices, outsiders);
  const settles = async (withinMs: number) => {
    const from = time.now();
    while (watcher.broken.size === 0 && !settled() && time.now() - from < withinMs)
      await time.runUntil(time.now() + 200);
    return time.now() - from;
  };
  const healedMs = await settles(HEALED_WITHIN_MS);
  if (watcher.broken.size === 0 && settled()) {
    const from = time.now();
    await time.runUntil(from + (isSomebodyToBeTold(server, watcher.log) ? TOLD_MS : BEATS_MS));
    while (
      (!haveAllHeard(devices, time.now() - from) || wrongClocks(devices, server).length > 0) &&
      time.now() < from + NOTICED_MS
    )
      await time.runUntil(time.now() + SECOND);
    await settles(HEALED_WITHIN_MS);
  }
  if (watcher.broken.size === 0) {
    if (!settled())
      for (const what of unsettled(server, devices, outsiders)) watcher.complain(`L1: ${what}`);
    else
      for (const what of [
        ...brokenPromises(server, devices, {
          restored: house.restored,
          lied: counters.get("disk lied") !== 0,
        }),
        ...brokenWords(server, outsiders, house.restored),
        ...wrongClocks(devices, server),
      ])
        watcher.complain(what);
  }
  if (server.mostHeld() > MOST_HELD)
    watcher.complain(`S10: the server held ${server.mostHeld()} events for one reader`);
  watcher.herds().forEach(watcher.complain);
  const actions = devices.reduce((sum, device) => sum + device.confirmed().size, 0);
  return {
    broken: [...watcher.broken],
    events: server.history().length,
    actions,
    steps: watcher.steps(),
    faults: counters,
    outcomes: watcher.log.outcomes,
    healedMs,
  };

  function every(periodMs: number, look: () => void): void {
    time.after(periodMs, () => {
      every(periodMs, look);
      look();
    });
  }
}

/** Times at which nobody else did anything. */
function momentsOfTheirOwn(): (ms: number) => string {
  const used = new Set<string>();
  return (ms) => {
    let at = ms;
    while (used.has(toIso(at))) at++;
    used.add(toIso(at));
    return toIso(at);
  };
}

/** A number for a name. */
function numberOf(name: string): number {
  let number = 0x811c9dc5;
  for (let index = 0; index < name.length; index++)
    number = Math.imul(number ^ name.charCodeAt(index), 0x01000193);
  return number;
}

function countExchanges(devices: readonly SimulatedDevice[], { complain }: Watcher): () => void {
  const before = devices.map(() => 0);
  return () => {
    for (const [index, device] of devices.entries()) {
      const asked = device.exchanges() - (before[index] ?? 0);
      before[index] = device.exchanges();
      if (asked > MOST_EXCHANGES)
        complain(`L3: ${device.name} asked the server ${asked} times in one second`);
    }
  };
}
