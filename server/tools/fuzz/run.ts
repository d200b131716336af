/**
 * The run: rounds of payloads over several connections at once, against the real server as a
 * process of its own. In every round those come first that the server has no reason to change
 * anything for, between two readings of the whole database.
 */
import fc from "fast-check";
import pg from "pg";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { routesOf } from "../../http/method-not-allowed.ts";
import { assembleApp, METRICS_TOKEN, NOBODYS_SERVICE } from "../../http/testing/assemble.ts";
import { ROUTES } from "../../http/testing/route-table.ts";
import { startServer, type ServerProcess } from "../../testing/server-process.ts";
import { createFingerprint, type Fingerprint } from "./fingerprint.ts";
import { openGauge, type Gauge } from "./gauge.ts";
import { curlLine, type Payload } from "./payload.ts";
import { payloads } from "./payloads.ts";
import { emptyFigures, type Figures } from "./report.ts";
import { MAX_FINDINGS, type Round, sendAll, sendRefusedAgain, sendUnchanging } from "./rounds.ts";
import { createCaller } from "./wire.ts";
import { probeSlow } from "./slow.ts";
import { placesOf } from "./slow-places.ts";
import { createKeeper, type World } from "./world.ts";

export type FuzzOptions = {
  readonly count: number;
  readonly seed: number;
  /** A Postgres of the fuzzer's own, as its superuser. */
  readonly adminUrl: string;
  readonly connections: number;
  /**
   * How often a place of a request is filled to the brim (`slow.ts`); more than there are: each
   * place with everything.
   */
  readonly slow: number;
  readonly progress: (sent: number) => void;
  /** Asked between rounds: has somebody lost patience? */
  readonly isStopped: () => boolean;
};

const ROUND = 1_000;
const MAX_RUN_MS = 20 * MINUTE;
/** Its own patience with requests is five seconds. */
const STOP_MS = 20 * SECOND;

export async function fuzz(options: FuzzOptions): Promise<Figures> {
  const { adminUrl } = options;
  const server = await startServer({
    env: {
      DATABASE_URL: adminUrl,
      TRUST_PROXY: "1",
      METRICS_TOKEN,
      LOG_LEVEL: "error",
      PUSH_SERVICES: NOBODYS_SERVICE,
      // Nothing but what is asked may write while we compare.
      SHOWN_ALARM_SECONDS: "3600",
      NODE_OPTIONS: ["./collect-on-signal.ts", "./say-long-reads.ts"]
        .map((file) => `--import=${new URL(file, import.meta.url).href}`)
        .join(" "),
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

async function run(
  options: FuzzOptions,
  server: ServerProcess,
  fingerprint: () => Promise<Fingerprint>,
): Promise<Figures> {
  const figures = emptyFigures(options);
  const keeper = createKeeper(server.url);
  const callers = Array.from({ length: options.connections }, () => createCaller(server.port));
  const gauge = openGauge(server);
  const startedAt = performance.now();
  try {
    await fillToTheBrim(options, figures, { server, world: await keeper.next(), gauge });
    for (let round = 0; figures.sent < options.count && !options.isStopped(); round++) {
      if (performance.now() - startedAt > MAX_RUN_MS)
        throw new Error(`time is up after ${figures.sent} payloads`);
      const world = await keeper.next();
      const arbitrary = payloads(world);
      const sampling = {
        seed: options.seed + round,
        numRuns: Math.min(ROUND, options.count - figures.sent),
      };
      const made = fc.sample(arbitrary, sampling).map((payload, index) => ({ payload, index }));
      const context: Round = {
        ...sampling,
        world,
        arbitrary,
        callers,
        gauge,
        fingerprint,
        figures,
        origin: server.url,
        output: () => server.output(),
      };
      await sendUnchanging(
        context,
        made.filter(({ payload }) => !payload.mayWrite),
      );
      await sendRefusedAgain(
        context,
        await sendAll(
          context,
          made.filter(({ payload }) => payload.mayWrite),
        ),
      );
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

/**
 * The slow inputs, alone on a connection: nothing else may use the server's processor meanwhile.
 */
async function fillToTheBrim(
  { slow, seed, isStopped }: FuzzOptions,
  figures: Figures,
  {
    server,
    world,
    gauge,
  }: { readonly server: ServerProcess; readonly world: World; readonly gauge: Gauge },
): Promise<void> {
  if (slow === 0) return;
  const caller = createCaller(server.port);
  const found = (payload: Payload, what: string): void => {
    const key = `${payload.route} ${what.split(",", 1)[0] ?? what}`;
    if (
      figures.findings.length >= MAX_FINDINGS ||
      figures.findings.some((finding) => finding.key === key)
    )
      return;
    figures.findings.push({
      key,
      what,
      route: payload.route,
      seed,
      line: curlLine(payload, server.url),
      shrunk: false,
    });
  };
  figures.slow = await probeSlow({
    world,
    places: placesOf(world, seed),
    seed,
    probes: slow,
    caller,
    gauge,
    output: () => server.output(),
    found,
    isStopped,
  });
  caller.close();
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
  if (unknown.length > 0)
    throw new Error(
      `These routes are not in the table of server/http/testing/route-table.ts: ${unknown.join(", ")}`,
    );
}
