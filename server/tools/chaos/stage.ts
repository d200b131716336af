/**
 * One ground from its opening to its end: rounds of faults while everybody works, and after each
 * the question whether all is as it was promised.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { must } from "#shared/kernel/assert.ts";
import { seededRandom } from "#shared/kernel/seeded-random.ts";
import { DAY, SECOND } from "#shared/kernel/time.ts";
import { openTickets, unheardOrders } from "#shared/kitchen/board.ts";
import { storedOf } from "#shared/simulation/disk.ts";
import { applyToWorld } from "#shared/sync/world.ts";
import type { Account, DeviceAccount } from "./checker/account.ts";
import { check } from "./checker/check.ts";
import type { Truth } from "./checker/truth.ts";
import type { ChaosDevice } from "./devices/device.ts";
import { toShow } from "./devices/people.ts";
import { FAULTS } from "./faults/all.ts";
import type { FaultKind, Proof } from "./faults/fault.ts";
import { backMs, type Figures } from "./figures.ts";
import { rounds, type Pace, type Round } from "./plan.ts";
import { openScene, type Scene, type SceneOptions } from "./scene.ts";
import { settle, type Settling } from "./settle.ts";
import { createWork, type Work } from "./work.ts";

export type StageOptions = SceneOptions & {
  readonly pace: Pace;
  /** Of all kinds, where they are possible. */
  readonly kinds: readonly FaultKind[];
  /** Asked before each round. */
  readonly isOver: (progress: {
    readonly operations: number;
    /** Kinds of faults that did not come yet. */ readonly kindsLeft: number;
  }) => boolean;
  readonly isStopped: () => boolean;
  readonly say: (line: string) => void;
};

const STUCK_MS = 30 * SECOND;
/**
 * A card that was bumped stays where it was for five seconds, and cards move only when hands are
 * off.
 */
const REDRAWN_MS = 8 * SECOND;
const BROWSER_EVERY = 4;

export async function runStage(options: StageOptions, figures: Figures): Promise<void> {
  const { kind, pace, isOver, isStopped, say } = options;
  const scene = await openScene(options);
  const work = createWork(scene);
  const kinds = possible(scene, options.kinds, figures);
  const late: (() => Promise<void>)[] = [];
  const left = new Set(kinds);
  let done = 0;
  let known: Truth["events"] = [];
  try {
    if (kinds.length === 0) return;
    for (const fault of kinds) await FAULTS[fault].prepare?.(scene);
    for (const round of rounds(
      seededRandom(options.seed),
      kinds,
      (fault) => FAULTS[fault].touches,
      pace,
    )) {
      if (isStopped() || isOver({ operations: scene.operations(), kindsLeft: left.size })) break;
      const healedAt = await strike(scene, work, round, figures, late);
      for (const { kind: fault } of round) left.delete(fault);
      done += 1;
      const settled = await settle(
        everybody(scene),
        Math.max(healedAt, scene.lastActedAt()),
        STUCK_MS,
        isStopped,
      );
      if (isStopped()) break;
      say(
        `  ${kind} ${done}: ${round.map((blow) => blow.kind).join(" + ")}: ${settled.stuck.length > 0 ? "stuck" : `converged in ${(settled.tookMs / SECOND).toFixed(1)} s`}`,
      );
      for (const what of settled.slow) say(`    slow: ${what}`);
      for (const what of settled.stuck) figures.stuck.add(what);
      if (settled.stuck.length > 0) break;
      figures.convergedMs.push(settled.tookMs);
      ({ events: known } = await compare(
        scene,
        figures,
        done % BROWSER_EVERY === 0,
        isStopped,
        known,
      ));
    }
    if (!isStopped() && figures.stuck.size === 0) await close(scene, figures, late, isStopped);
  } finally {
    figures.operations += scene.operations();
    figures.databaseBackMs.push(...scene.databaseBackMs);
    figures.noticedMs.push(...scene.noticedMs);
    for (const failure of scene.failures) figures.failures.add(failure);
    if (figures.stuck.size + figures.failures.size > 0) say(await lastWords(scene));
  }
}

/** For whoever looks for the cause. */
async function lastWords({ keeper }: Scene): Promise<string> {
  const { server } = keeper;
  const lines = server.output().trimEnd().split("\n").slice(-LAST_LINES);
  return `the server ${server.pid() === null ? "is not running" : (await keeper.isReady()) ? "is ready" : "is not ready"}, and said last:\n${lines.map((line) => `    ${line.slice(0, LINE_LENGTH)}`).join("\n")}`;
}

const LAST_LINES = 8;
const LINE_LENGTH = 200;

function possible(
  scene: Scene,
  wanted: readonly FaultKind[],
  { planned, missing }: Figures,
): FaultKind[] {
  return wanted.filter((kind) => {
    const why = FAULTS[kind].missing?.(scene) ?? null;
    if (why !== null) missing.set(kind, new Set([...(missing.get(kind) ?? []), why]));
    else planned.add(kind);
    return why === null;
  });
}

/** Returns when the last fault was mended. */
async function strike(
  scene: Scene,
  work: Work,
  round: Round,
  { faults, serverBackMs }: Figures,
  late: (() => Promise<void>)[],
): Promise<number> {
  const alone = round.some(({ kind }) => FAULTS[kind].touches === "everything");
  if (!alone) work.begin();
  const databaseMendedAt: number[] = [];
  const proofs = await Promise.all(
    round.map(async ({ kind, delayMs, holdMs, seed }): Promise<[FaultKind, Proof]> => {
      await sleep(delayMs);
      const proof = await FAULTS[kind].strike({ ...scene, random: seededRandom(seed) }, holdMs);
      if (FAULTS[kind].touches === "database") databaseMendedAt.push(performance.now());
      return [kind, proof];
    }),
  );
  serverBackMs.push(...scene.serverBack.splice(0).map((back) => backMs(back, databaseMendedAt)));
  const healedAt = performance.now();
  await work.rest();
  for (const [kind, proof] of proofs) {
    const count = faults.get(kind) ?? { fired: 0, proven: 0 };
    faults.set(kind, count);
    count.fired += 1;
    if (proof === true) count.proven += 1;
    if (typeof proof === "function")
      late.push(async () => void ((await proof()) && (count.proven += 1)));
  }
  return healedAt;
}

const everybody = ({ archive, devices, guests, tablets }: Scene): Settling => ({
  parts: [...devices, ...guests, ...tablets],
  head: () => archive.head().catch(() => null),
});

async function compare(
  scene: Scene,
  figures: Figures,
  withBrowser: boolean,
  isStopped: () => boolean,
  known: Truth["events"] = [],
): Promise<Truth> {
  const written = (): string => scene.tablets.map((tablet) => tablet.written()).join();
  const atRest = (): ReturnType<typeof settle> =>
    settle(everybody(scene), performance.now(), STUCK_MS, isStopped);
  for (let look = 1; ; look += 1) {
    const before = written();
    await atRest();
    const truth = await scene.archive.read(known);
    const screens = withBrowser ? await browserAccount(scene, truth) : null;
    if (withBrowser) await atRest();
    // A kitchen's screen says by itself what it has painted, while it is looked at too: a look
    // counts where nobody has come further meanwhile.
    if (written() === before && scene.devices.every((device) => device.isSettled(truth.head))) {
      const found = [
        check(
          {
            devices: scene.devices.map(accountOf),
            guests: scene.guests.flatMap(({ orders }) => orders),
            screens: [],
          },
          truth,
        ),
      ];
      if (screens !== null) found.push(check(screens, truth));
      for (const findings of found)
        for (const what of ["lost", "twice", "diverged"] as const)
          for (const sentence of findings[what]) figures[what].add(sentence);
      return truth;
    }
    if (look < MOST_LOOKS && !isStopped()) continue;
    if (!isStopped())
      for (const part of everybody(scene).parts)
        figures.stuck.add(`it does not come to rest: ${await part.unsettled()}`);
    return truth;
  }
}

const MOST_LOOKS = 20;

function accountOf(device: ChaosDevice): DeviceAccount {
  const { snapshot, events } = storedOf(device.disk());
  const stored =
    snapshot === null
      ? null
      : {
          orders: new Map(snapshot.orders.map((order) => [order.orderId, order])),
          menu: snapshot.menu,
          tables: snapshot.tables,
          settings: snapshot.settings,
        };
  if (stored !== null) for (const event of events) applyToWorld(stored, event);
  return {
    name: device.name,
    confirmed: device.confirmed(),
    entries: device.disk().entries,
    memory: device.core()?.replica.world ?? null,
    stored,
    otherwise: device.repeats().otherwise,
  };
}

async function browserAccount({ tablets }: Scene, truth: Truth): Promise<Account> {
  const world = truth.orders;
  const open = [...new Set(openTickets(world, []).map(({ order }) => order.number))]
    .toSorted()
    .join();
  for (const until = performance.now() + REDRAWN_MS; performance.now() < until; await sleep(100)) {
    const shown = await Promise.all(tablets.map((tablet) => tablet.openNumbers()));
    if (shown.every((numbers) => numbers === null || numbers.toSorted().join() === open)) break;
  }
  const accounts = await Promise.all(tablets.map((tablet) => tablet.accounts()));
  return {
    devices: accounts.map(({ device }) => device),
    guests: [],
    screens: accounts.map(({ screen }) => screen),
  };
}

/**
 * The last look: every order that stations work on was shown by a kitchen screen, every proof is
 * in, and all is compared once more.
 */
async function close(
  scene: Scene,
  figures: Figures,
  late: readonly (() => Promise<void>)[],
  isStopped: () => boolean,
): Promise<void> {
  await Promise.all(late.map((proof) => proof()));
  const kitchen = scene.devices.find(({ role }) => role === "kitchen");
  for (const action of toShow(must(kitchen?.drawn(), "a kitchen that is on"))) kitchen?.act(action);
  await sleep(SECOND / 2);
  const { stuck } = await settle(everybody(scene), performance.now(), STUCK_MS, isStopped);
  for (const what of stuck) figures.stuck.add(what);
  const { orders } = await compare(scene, figures, true, isStopped);
  for (const { number, orderId } of unheardOrders(orders, Date.now() + DAY, 0))
    figures.stuck.add(`no screen has shown order ${number} (${orderId})`);
}
