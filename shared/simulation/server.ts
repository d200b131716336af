/**
 * The server of a simulated evening, seen from outside: one process or two over one database, with
 * restarts, faults and restored backups.
 */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import type { Cursor } from "#shared/sync/messages/cursor.ts";
import { PROTOCOL } from "#shared/sync/messages/protocol.ts";
import type { Actor, Changes, Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import type { World } from "#shared/sync/world.ts";
import { createDatabase, type Backup, type Database } from "./database.ts";
import { fired, type Counters } from "./faults.ts";
import type { Reply } from "./network.ts";
import type { Parts } from "./parts.ts";
import type { ServerProcess } from "./server-process-port.ts";
import { createProcess } from "./server-process.ts";
import type { ServedStream, StreamWord } from "./streams.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type SimulatedServer = Pick<
  Database,
  "log" | "history" | "contents" | "trim" | "passOn" | "backup"
> & {
  isUp(): boolean;
  /** Since when a process has been there without a break; null while there is none. */
  upSince(): number | null;
  /**
   * These answer null where the server is down or dies on the way; what was committed by then
   * stays.
   */
  push(who: Actor, effect: Extract<Effect, { kind: "push" }>): Promise<Reply<Input>>;
  submit(submission: Submission): Promise<Reply<Outcome>>;
  pull(who: Actor, cursor: Cursor): Promise<Reply<Input>>;
  snapshot(who: Actor): Promise<Reply<Input>>;
  /** Says what the stream says, until it is ended or its process dies. Null: nobody is there. */
  stream(who: Actor, cursor: Cursor, say: (word: StreamWord) => void): ServedStream | null;
  /** Kills one process, or all. */
  crash(all: boolean): void;
  /** Starts what is not running. */
  start(): void;
  /** Does it die and lose hints by itself, and turn people away? At first it does not. */
  troubled(is: boolean): void;
  /** Answers 503 until then. */
  busy(untilMs: number): void;
  /** Commits take long until then. */
  slow(untilMs: number): void;
  /** No process hears of the others' commits until then. */
  deaf(untilMs: number): void;
  /** How it answers this device or user from now on; null: as usual. */
  turnAway(subjectId: string, failure: Failure | null): void;
  /** With what it turns this device or user away; null: it lets it in. */
  turnsAway(subjectId: string): Failure["kind"] | null;
  /** While it is down. */
  restore(backup: Backup, newEpoch: boolean): void;
  clockMs(): number;
  setClock(stepMs: number): void;
  /** As the watcher's own fold has it: to look at, not to keep. */
  world(): World;
  mostHeld(): number;
};

/** Who looks on. */
export type ServerWatch = {
  /** As it lands, in the order of the log. */
  readonly committed: (
    events: readonly HeardEvent[],
    submissions: readonly Submission[],
    changes: Changes,
    outcomes: readonly Outcome[],
  ) => void;
  readonly answered: (outcome: Outcome, submission: Submission) => void;
  restored(): void;
  readonly world: () => World;
};

export type ServerDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  readonly watch: ServerWatch;
  readonly processes: number;
};

const LOSES_HINT = 0.05;
const PAGE = 50;

export function createServer(deps: ServerDeps): SimulatedServer {
  const { time, random, counters, watch } = deps;
  const database = createDatabase({ ...deps, committed: watch.committed });
  const turned = new Map<string, Failure>();
  let isTroubled = false;
  let busyUntil = 0;
  let deafUntil = 0;
  let skewMs = 0;
  let upSince: number | null = time.now();
  let mostHeld = 0;
  let processes: readonly ServerProcess[] = [];
  const clockMs = () => time.now() + skewMs;
  const isUp = () => processes.some((process) => process.isAlive());
  const begin = (): ServerProcess =>
    createProcess({
      ...deps,
      database,
      refusal,
      publish,
      clockMs,
      world: watch.world,
      answered: watch.answered,
      isTroubled: () => isTroubled,
      died: () => void (isUp() || (upSince = null)),
    });
  processes = Array.from({ length: deps.processes }, begin);

  function refusal(who: Actor): Failure | null {
    if (time.now() < busyUntil) {
      fired(counters, "503 burst");
      return { kind: "unavailable", retryAfterMs: SECOND };
    }
    return turned.get(who.subjectId) ?? null;
  }

  function publish(head: number, from: ServerProcess): void {
    for (const other of processes) {
      if (other === from) continue;
      if (isTroubled && (time.now() < deafUntil || happens(random, LOSES_HINT)))
        fired(counters, "hint lost");
      else time.after(between(random, 1, 20), () => other.hinted(head));
    }
  }

  /**
   * Which process a request comes to: the address in front of them notices that one is gone,
   * mostly.
   */
  function chosen(): ServerProcess | null {
    const process = oneOf(random, processes);
    if (process?.isAlive() === true || happens(random, 0.2)) return process ?? null;
    return processes.find((it) => it.isAlive()) ?? null;
  }

  /** Lets somebody in, or says why not. */
  async function serve<A>(
    who: Actor,
    work: (process: ServerProcess) => Promise<Reply<A>>,
  ): Promise<Reply<A>> {
    const process = chosen();
    if (process === null) return null;
    return process.serve(async () => {
      const failure = refusal(who);
      return failure === null ? work(process) : { failure };
    });
  }

  return {
    ...database,
    isUp,
    upSince: () => upSince,
    clockMs,
    world: watch.world,
    submit: (submission) => serve(submission.who, (process) => process.submit(submission)),
    push: (who, { clientId, mutations }) =>
      serve<Input>(who, async (process) => {
        const reply = await process.submit({
          kind: "push",
          who,
          push: { protocol: PROTOCOL, clientId, mutations: [...mutations] },
        });
        return reply !== null && "input" in reply
          ? { input: answerTo(clientId, reply.input, process.now()) }
          : reply;
      }),
    pull: (who, cursor) =>
      serve<Input>(who, async (process) => {
        await process.at("server died in an answer");
        // Check and page see the same moment.
        const { logId, epoch, head, floor } = database.log();
        const isOurs = process.isServed(cursor);
        const page = await database.read(cursor, PAGE);
        if (page.kind === "must_refetch" || !isOurs) return { input: { kind: "pull-reset" } };
        await process.at("server died in an answer");
        return {
          input: {
            kind: "pulled",
            page: { logId, epoch, head, floor, serverTime: process.now(), events: page.events },
          },
        };
      }),
    snapshot: (who) =>
      serve<Input>(who, async (process) => {
        await process.at("server died in an answer");
        return { input: { kind: "snapshot-taken", snapshot: database.snapshot(process.now()) } };
      }),
    stream(who, cursor, say) {
      const process = chosen();
      if (process === null || !process.isAlive()) return null;
      process.isServed(cursor);
      return process.streams.open(who, cursor, say);
    },
    crash(all) {
      const victims = all
        ? processes
        : processes.filter((process) => process.isAlive()).slice(0, 1);
      for (const process of victims) {
        if (!process.isAlive()) continue;
        fired(counters, "server killed");
        process.die();
      }
    },
    start() {
      processes = processes.map((process) => {
        if (process.isAlive()) return process;
        mostHeld = Math.max(mostHeld, process.streams.mostHeld());
        return begin();
      });
      upSince ??= time.now();
    },
    troubled(is) {
      isTroubled = is;
      database.troubled(is);
      if (is) return;
      busyUntil = 0;
      turned.clear();
    },
    busy(untilMs) {
      busyUntil = untilMs;
    },
    slow: (untilMs) => database.slow(untilMs),
    deaf(untilMs) {
      deafUntil = untilMs;
    },
    turnAway(subjectId, failure) {
      if (failure === null) turned.delete(subjectId);
      else turned.set(subjectId, failure);
      // Who is shut out is shut out of what is open, too: here at once, elsewhere when the word of
      // it arrives or at the next heartbeat.
      if (failure?.kind === "refused")
        for (const process of processes)
          time.after(between(random, 0, 50), () => process.streams.revoked(subjectId));
    },
    turnsAway: (subjectId) => turned.get(subjectId)?.kind ?? null,
    restore(backup, newEpoch) {
      database.restore(backup, newEpoch);
      watch.restored();
    },
    setClock(stepMs) {
      fired(counters, "clock of the server set");
      skewMs += stepMs;
    },
    mostHeld: () => Math.max(mostHeld, ...processes.map((process) => process.streams.mostHeld())),
  };
}

function answerTo(clientId: string, outcome: Outcome, serverTime: string): Input {
  switch (outcome.kind) {
    case "pushed": {
      const { lastMutationId, results, head } = outcome;
      return {
        kind: "pushed",
        clientId,
        answer: { lastMutationId, results: [...results], head, serverTime },
      };
    }
    case "out_of_order":
      return {
        kind: "push-conflict",
        clientId,
        conflict: { code: "out_of_order", expected: outcome.expected },
      };
    case "id_reused":
      return {
        kind: "push-conflict",
        clientId,
        conflict: { code: "id_reused", mutationId: outcome.mutationId },
      };
    case "client_taken":
      return {
        kind: "push-conflict",
        clientId,
        conflict: { code: "client_taken", head: outcome.head },
      };
    default:
      throw new Error(`a push cannot end as ${outcome.kind}`);
  }
}
