/**
 * One round of payloads, sent over all connections: what is refused changes nothing, and what is
 * found is made small.
 */
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { SECOND } from "#shared/kernel/time.ts";
import { wrongWith } from "./check.ts";
import { changedTables, type Fingerprint } from "./fingerprint.ts";
import type { Gauge } from "./gauge.ts";
import { curlLine, type Payload } from "./payload.ts";
import type { Figures, Finding } from "./report.ts";
import { type Answer, type Caller, createCaller } from "./wire.ts";
import type { World } from "./world.ts";

const SLOW_MS = SECOND;
/** More of the same tells nothing new. */
export const MAX_FINDINGS = 8;
const SHRINK_MS = 15 * SECOND;

type Made = { readonly payload: Payload; readonly index: number };
export type Round = {
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

/**
 * Sends them over all connections, and answers those that were refused. `isReplay`: without
 * counting and checking.
 */
export async function sendAll(
  round: Round,
  made: readonly Made[],
  isReplay = false,
): Promise<Made[]> {
  const queue = [...made];
  const refused: Made[] = [];
  await Promise.all(
    round.callers.map(async (caller) => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const said = round.output().length;
        const answer = await caller.send(next.payload);
        if (answer.status >= 400) refused.push(next);
        if (isReplay) continue;
        count(round.figures, next.payload, answer);
        const wrong = wrongWith(next.payload, answer, round.world);
        if (wrong !== null)
          await report(
            round,
            next,
            answer.status >= 500 ? `${wrong}: ${round.output().slice(said, said + 1_500)}` : wrong,
            async (payload, again) =>
              wrongWith(payload, await again.send(payload), round.world) !== null,
          );
        else if (answer.kind === "answer" && answer.ms > SLOW_MS) await timeAlone(round, next);
      }
    }),
  );
  return refused;
}

/**
 * A slow answer on a busy machine proves nothing: it counts where the same request is slow again
 * while the server answers others at once.
 */
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

/**
 * Sends what must change nothing, and looks whether anything changed; if so, finds which one did
 * it.
 */
export async function sendUnchanging(round: Round, made: readonly Made[]): Promise<void> {
  const before = await round.fingerprint();
  await sendAll(round, made);
  if (changedTables(before, await round.fingerprint()).length > 0) await hunt(round, made);
}

/**
 * What fitted and was refused all the same is asked again, now that nothing else is under way: a
 * refusal leaves nothing behind.
 */
export async function sendRefusedAgain(round: Round, refused: readonly Made[]): Promise<void> {
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
    return refused.length + wasRead < some.length
      ? []
      : changedTables(before, await round.fingerprint());
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
  await report(
    round,
    culprit,
    `refused input changed ${changed.join(", ")}`,
    async (payload) => (await changes([{ payload, index: 0 }])).length > 0,
  );
}

/** Notes a finding with the smallest request that shows it. */
async function report(
  round: Round,
  { payload, index }: Made,
  what: string,
  fails: (payload: Payload, caller: Caller) => Promise<boolean>,
): Promise<void> {
  const key = what.replaceAll(/[0-9a-f-]{36}/g, "").slice(0, 60);
  if (
    round.figures.findings.length >= MAX_FINDINGS ||
    round.figures.findings.some((finding) => finding.key === key)
  )
    return;
  const finding: Finding = {
    key,
    what,
    route: payload.route,
    seed: round.seed,
    line: curlLine(payload, round.origin),
    shrunk: false,
  };
  round.figures.findings.push(finding);
  const caller = createCaller(Number(new URL(round.origin).port));
  const property = fc.asyncProperty(
    round.arbitrary,
    async (tried) => !(await fails(tried, caller)),
  );
  const details = await fc.check(property, {
    seed: round.seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_MS,
  });
  caller.close();
  const [smallest] = details.counterexample ?? [];
  if (smallest !== undefined)
    Object.assign(finding, { line: curlLine(smallest, round.origin), shrunk: true });
}

function count(figures: Figures, { route }: Payload, { kind, status, headers, ms }: Answer): void {
  const tally = figures.routes.get(route) ?? { taken: 0, refused: 0 };
  figures.routes.set(route, tally);
  if (kind !== "answer") figures.cut++;
  else if (status >= 400) {
    figures.refused++;
    tally.refused++;
  } else {
    figures.taken++;
    tally.taken++;
  }
  if (headers.get("content-type")?.startsWith("text/event-stream") === true) figures.streams++;
  figures.slowestMs = Math.max(figures.slowestMs, kind === "answer" ? ms : 0);
}
