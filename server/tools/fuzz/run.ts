/**
 * The run: rounds of payloads over several connections at once, against the real server as a process of its own. In every round
 * those come first that the server has no reason to change anything for, between two readings of the whole database.
 */
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import pg from "pg";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { routesOf } from "../../http/method-not-allowed.ts";
import { assembleApp, METRICS_TOKEN, NOBODYS_SERVICE } from "../../http/testing/assemble.ts";
import { ROUTES } from "../../http/testing/route-table.ts";
import { startServer, type ServerProcess } from "../../testing/server-process.ts";
import { wrongWith } from "./check.ts";
import { changedTables, createFingerprint, type Fingerprint } from "./fingerprint.ts";
import { openGauge, type Gauge } from "./gauge.ts";
import { curlLine, type Payload } from "./payload.ts";
import { payloads } from "./payloads.ts";
import { emptyFigures, type Figures, type Finding } from "./report.ts";
import { createCaller, type Answer, type Caller } from "./wire.ts";
import { probeSlow } from "./slow.ts";
import { placesOf } from "./slow-places.ts";
import { createKeeper, type World } from "./world.ts";

export type FuzzOptions = {
  readonly count: number;
  readonly seed: number;
  /** A Postgres of the fuzzer's own, as its superuser. */
  readonly adminUrl: string;
  readonly connections: number;
  /** How often a place of a request is filled to the brim (`slow.ts`); more than there are: each place with everything. */
  readonly slow: number;
  readonly progress: (sent: number) => void;
  /** Asked between rounds: has somebody lost patience? */
  readonly isStopped: () => boolean;
};

const ROUND = 1_000;
const SLOW_MS = SECOND;
/** More of the same tells nothing new. */
const MAX_FINDINGS = 8;
const MAX_RUN_MS = 20 * MINUTE;
/** Its own patience with requests is five seconds. */
const STOP_MS = 20 * SECOND;
const SHRINK_MS = 15 * SECOND;

export async function fuzz(options: FuzzOptions): Promise<Figures> {
  const { adminUrl } = options;
  const server = await startServer({
    env: {
      DATABASE_URL: adminUrl, TRUST_PROXY: "1", METRICS_TOKEN, LOG_LEVEL: "error", PUSH_SERVICES: NOBODYS_SERVICE,
      // Nothing but what is asked may write while we compare.
      SHOWN_ALARM_SECONDS: "3600", NODE_OPTIONS: ["./collect-on-signal.ts", "./say-long-reads.ts"].map((file) => `--import=${new URL(file, import.meta.url).href}`).join(" "),
    },
  });
  const admin = new pg.Client({ connectionString: adminUrl });
  try {
    await admin.connect();
    await refuseUnknownRoutes(adminUrl);
    const figures = await run(options, server, await createFingerprint(admin));
    figures.stopMs = await stop(server);
    return figures;
  } finally {
    await admin.end();
    await server.dispose();
  }
}

async function run(options: FuzzOptions, server: ServerProcess, fingerprint: () => Promise<Fingerprint>): Promise<Figures> {
  const figures = emptyFigures(options);
  const keeper = createKeeper(server.url);
  const callers = Array.from({ length: options.connections }, () => createCaller(server.port));
  const gauge = openGauge(server);
  const startedAt = performance.now();
  try {
    await fillToTheBrim(options, figures, { server, world: await keeper.next(), gauge });
    for (let round = 0; figures.sent < options.count && !options.isStopped(); round++) {
      if (performance.now() - startedAt > MAX_RUN_MS) throw new Error(`time is up after ${figures.sent} payloads`);
      const world = await keeper.next();
      const arbitrary = payloads(world);
      const sampling = { seed: options.seed + round, numRuns: Math.min(ROUND, options.count - figures.sent) };
      const made = fc.sample(arbitrary, sampling).map((payload, index) => ({ payload, index }));
      const context: Round = { ...sampling, world, arbitrary, callers, gauge, fingerprint, figures, origin: server.url, output: () => server.output() };
      await sendUnchanging(context, made.filter(({ payload }) => !payload.mayWrite));
      await sendRefusedAgain(context, await sendAll(context, made.filter(({ payload }) => payload.mayWrite)));
      figures.sent += made.length;
      options.progress(figures.sent);
      if (round === 0) figures.heapBefore = await gauge.heap();
      if (figures.findings.length >= MAX_FINDINGS) break;
    }
    for (const caller of callers) caller.close();
    figures.heapAfter = await gauge.settledHeap(figures.heapBefore);
    figures.openStreams = await gauge.openStreams();
    figures.openSockets = await gauge.openSockets();
  } finally {
    for (const caller of callers) caller.close();
    await gauge.close();
  }
  figures.seconds = (performance.now() - startedAt) / SECOND;
  figures.slowestHealthMs = gauge.slowestHealthMs();
  return figures;
}

/** The slow inputs, alone on a connection: nothing else may use the server's processor meanwhile. */
async function fillToTheBrim({ slow, seed, isStopped }: FuzzOptions, figures: Figures, { server, world, gauge }: { readonly server: ServerProcess; readonly world: World; readonly gauge: Gauge }): Promise<void> {
  if (slow === 0) return;
  const caller = createCaller(server.port);
  const found = (payload: Payload, what: string): void => {
    const key = `${payload.route} ${what.split(",", 1)[0] ?? what}`;
    if (figures.findings.length >= MAX_FINDINGS || figures.findings.some((finding) => finding.key === key)) return;
    figures.findings.push({ key, what, route: payload.route, seed, line: curlLine(payload, server.url), shrunk: false });
  };
  figures.slow = await probeSlow({ world, places: placesOf(world, seed), seed, probes: slow, caller, gauge, output: () => server.output(), found, isStopped });
  caller.close();
}

type Made = { readonly payload: Payload; readonly index: number };
type Round = {
  readonly seed: number;
  readonly world: World;
  readonly arbitrary: fc.Arbitrary<Payload>;
  readonly callers: readonly Caller[];
  readonly gauge: Gauge;
  readonly fingerprint: () => Promise<Fingerprint>;
  readonly figures: Figures;
  readonly origin: string;
  readonly output: () => string;
};

/** Sends them over all connections, and answers those that were refused. `isReplay`: without counting and checking. */
async function sendAll(round: Round, made: readonly Made[], isReplay = false): Promise<Made[]> {
  const queue = [...made];
  const refused: Made[] = [];
  await Promise.all(round.callers.map(async (caller) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const said = round.output().length;
      const answer = await caller.send(next.payload);
      if (answer.status >= 400) refused.push(next);
      if (isReplay) continue;
      count(round.figures, next.payload, answer);
      const wrong = wrongWith(next.payload, answer, round.world);
      if (wrong !== null) await report(round, next, answer.status >= 500 ? `${wrong}: ${round.output().slice(said, said + 1_500)}` : wrong, async (payload, again) => wrongWith(payload, await again.send(payload), round.world) !== null);
      else if (answer.kind === "answer" && answer.ms > SLOW_MS) await timeAlone(round, next);
    }
  }));
  return refused;
}

/** A slow answer on a busy machine proves nothing: it counts where the same request is slow again while the server answers others at once. */
async function timeAlone(round: Round, made: Made): Promise<void> {
  round.figures.slowUnderLoad++;
  const isSlow = async (payload: Payload, caller: Caller): Promise<boolean> => {
    const health = await round.gauge.healthMs();
    const answer = await caller.send(payload);
    return answer.ms > SLOW_MS && answer.ms > 4 * health;
  };
  const alone = createCaller(Number(new URL(round.origin).port));
  const slow = (await isSlow(made.payload, alone)) && (await isSlow(made.payload, alone));
  alone.close();
  if (slow) await report(round, made, `slower than ${SLOW_MS} ms`, isSlow);
}

/** Sends what must change nothing, and looks whether anything changed; if so, finds which one did it. */
async function sendUnchanging(round: Round, made: readonly Made[]): Promise<void> {
  const before = await round.fingerprint();
  await sendAll(round, made);
  if (changedTables(before, await round.fingerprint()).length > 0) await hunt(round, made);
}

/** What fitted and was refused all the same is asked again, now that nothing else is under way: a refusal leaves nothing behind. */
async function sendRefusedAgain(round: Round, refused: readonly Made[]): Promise<void> {
  let made = refused;
  // Twice, because what the others have changed meanwhile may let some of them in.
  for (let tries = 0; tries < 2 && made.length > 0; tries++) {
    const before = await round.fingerprint();
    const again = await sendAll(round, made, true);
    const changed = changedTables(before, await round.fingerprint()).length > 0;
    if (again.length === made.length) return changed ? hunt(round, made) : undefined;
    made = again;
  }
}

async function hunt(round: Round, made: readonly Made[]): Promise<void> {
  /** The tables that a second sending changes; none where something of it is taken. */
  const changes = async (some: readonly Made[]): Promise<string[]> => {
    const before = await round.fingerprint();
    const refused = await sendAll(round, some, true);
    await sleep(50);
    const wasRead = some.filter(({ payload }) => !payload.mayWrite).length;
    return refused.length + wasRead < some.length ? [] : changedTables(before, await round.fingerprint());
  };
  let suspects = made;
  let changed = await changes(suspects);
  while (suspects.length > 1 && changed.length > 0) {
    const half = suspects.slice(0, Math.ceil(suspects.length / 2));
    const inHalf = await changes(half);
    suspects = inHalf.length > 0 ? half : suspects.slice(half.length);
    changed = inHalf.length > 0 ? inHalf : await changes(suspects);
  }
  const [culprit] = suspects;
  // Nothing changed when asked again: a write of the round before that ended late.
  if (culprit === undefined || changed.length === 0) return;
  await report(round, culprit, `refused input changed ${changed.join(", ")}`, async (payload) => (await changes([{ payload, index: 0 }])).length > 0);
}

/** Notes a finding with the smallest request that shows it. */
async function report(round: Round, { payload, index }: Made, what: string, fails: (payload: Payload, caller: Caller) => Promise<boolean>): Promise<void> {
  const key = what.replaceAll(/[0-9a-f-]{36}/g, "").slice(0, 60);
  if (round.figures.findings.length >= MAX_FINDINGS || round.figures.findings.some((finding) => finding.key === key)) return;
  const finding: Finding = { key, what, route: payload.route, seed: round.seed, line: curlLine(payload, round.origin), shrunk: false };
  round.figures.findings.push(finding);
  const caller = createCaller(Number(new URL(round.origin).port));
  const property = fc.asyncProperty(round.arbitrary, async (tried) => !(await fails(tried, caller)));
  const details = await fc.check(property, { seed: round.seed, path: String(index), numRuns: 1, interruptAfterTimeLimit: SHRINK_MS });
  caller.close();
  const [smallest] = details.counterexample ?? [];
  if (smallest !== undefined) Object.assign(finding, { line: curlLine(smallest, round.origin), shrunk: true });
}

function count(figures: Figures, { route }: Payload, { kind, status, headers, ms }: Answer): void {
  const tally = figures.routes.get(route) ?? { taken: 0, refused: 0 };
  figures.routes.set(route, tally);
  if (kind !== "answer") figures.cut++;
  else if (status >= 400) { figures.refused++; tally.refused++; }
  else { figures.taken++; tally.taken++; }
  if (headers.get("content-type")?.startsWith("text/event-stream") === true) figures.streams++;
  figures.slowestMs = Math.max(figures.slowestMs, kind === "answer" ? ms : 0);
}

/** Stops the server as an operator would. Null where it had to be killed. */
async function stop(server: ServerProcess): Promise<number | null> {
  const startedAt = performance.now();
  const pid = server.pid();
  let late = false;
  const kill = setTimeout(() => {
    late = true;
    if (pid !== null) process.kill(pid, "SIGKILL");
  }, STOP_MS);
  await server.stop();
  clearTimeout(kill);
  return late ? null : performance.now() - startedAt;
}

/** The table of routes must be the app's own. */
async function refuseUnknownRoutes(adminUrl: string): Promise<void> {
  const assembled = await assembleApp({ adminUrl, role: null });
  const routes = routesOf(assembled.app.hono).map(({ method, pattern }) => `${method} ${pattern}`);
  await assembled.close();
  const unknown = routes.filter((route) => ROUTES[route] === undefined);
  if (unknown.length > 0) throw new Error(`These routes are not in the table of server/http/testing/route-table.ts: ${unknown.join(", ")}`);
}
