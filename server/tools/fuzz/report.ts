/** The gauge's own, and a pool to a database over TCP. */
export const FEW_SOCKETS = 24;

export type Finding = {
  readonly key: string;
  readonly what: string;
  readonly route: string;
  /** Of its round: `--seed` with it makes the same choices first. */
  readonly seed: number;
  /** The request as a line for a shell. */
  readonly line: string;
  readonly shrunk: boolean;
};

export type Figures = {
  readonly seed: number;
  readonly findings: Finding[];
  /** Answers by route: a route that never takes anything is not fuzzed beyond its door. */
  readonly routes: Map<string, { taken: number; refused: number }>;
  sent: number;
  /** Slow inputs: places of requests, and how often one was filled. */
  slow: { readonly places: number; readonly probes: number };
  taken: number;
  refused: number;
  /** Cut off by the sender, or by the server where the sender broke the protocol. */
  cut: number;
  streams: number;
  slowestMs: number;
  slowestHealthMs: number;
  /** Slower than a second, and not when asked again alone. */
  slowUnderLoad: number;
  /** Bytes after a collection. */
  heapBefore: number;
  heapAfter: number;
  openStreams: number;
  openSockets: number;
  /** From SIGTERM to the end; null: it had to be killed. */
  stopMs: number | null;
  seconds: number;
};

/** What maps and caches with a limit may still hold after a run. */
const HEAP_ALLOWANCE_BYTES = 8 * 1024 * 1024;

export function emptyFigures({ seed }: { readonly seed: number }): Figures {
  return {
    seed,
    findings: [],
    routes: new Map(),
    sent: 0,
    slow: { places: 0, probes: 0 },
    taken: 0,
    refused: 0,
    cut: 0,
    streams: 0,
    slowestMs: 0,
    slowestHealthMs: 0,
    slowUnderLoad: 0,
    heapBefore: 0,
    heapAfter: 0,
    openStreams: 0,
    openSockets: 0,
    stopMs: 0,
    seconds: 0,
  };
}

/** Everything that fails the run, a sentence each. */
export function faultsOf(figures: Figures): string[] {
  const { findings, routes, heapBefore, heapAfter, openStreams, openSockets, stopMs } = figures;
  const closed = [...routes]
    .filter(
      ([route, { taken, refused }]) =>
        taken === 0 && refused >= KNOCKS && !ALWAYS_REFUSED.has(route),
    )
    .map(([route]) => route);
  return [
    ...findings.map(
      ({ what, route, line, seed, shrunk }) =>
        `${route}: ${what}\n    ${line}\n    ${shrunk ? "shrunk; " : ""}again: npm run fuzz -- --count 1000 --seed ${seed}`,
    ),
    ...(closed.length > 0
      ? [`nothing was ever taken by ${closed.join(", ")}: the fuzzer does not get past the door`]
      : []),
    ...(hasGrown(heapBefore, heapAfter)
      ? [`the server's memory grew from ${megabytes(heapBefore)} to ${megabytes(heapAfter)} MB`]
      : []),
    ...(openStreams > 0 ? [`${openStreams} streams are still open`] : []),
    ...(openSockets > FEW_SOCKETS ? [`${openSockets} connections are still open`] : []),
    ...(stopMs === null ? ["the server did not stop when it was told to"] : []),
  ];
}

export const hasGrown = (before: number, after: number): boolean =>
  after > before + HEAP_ALLOWANCE_BYTES;

export function figureLine(figures: Figures): string {
  const {
    sent,
    slow,
    routes,
    streams,
    seconds,
    seed,
    taken,
    refused,
    cut,
    findings,
    slowestMs,
    slowestHealthMs,
    slowUnderLoad,
    heapBefore,
    heapAfter,
  } = figures;
  return (
    `fuzz: ${sent} payloads on ${routes.size} routes (${streams} streams) in ${Math.round(seconds)} s, seed ${seed}: ${taken} taken, ${refused} refused, ${cut} cut off; ${findings.length} findings; ` +
    `${slow.probes} slow inputs in ${slow.places} places; ` +
    `slowest ${Math.round(slowestMs)} ms (health beside it ${Math.round(slowestHealthMs)} ms, ${slowUnderLoad} over 1 s under load); heap ${megabytes(heapBefore)} → ${megabytes(heapAfter)} MB`
  );
}

/** So many tries that one of them should have been good. */
const KNOCKS = 50;
/** Codes are made of 50 random bits. */
const ALWAYS_REFUSED: ReadonlySet<string> = new Set(["POST /api/devices/pair"]);

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
