/**
 * Telling the other processes that a log has grown, and hearing it from them. A hint says
 * `{restaurant, head}` and no more; it is sent after the commit, several at a time, and may get
 * lost: on every (re)connect and at an interval the heads are read again, so a lost hint, a dead
 * connection or a hint before anybody listened costs one sweep interval. The sweep is a loop of its
 * own, because it needs no listener: where none can be had (a transaction pooler, a proxy), it is
 * what brings the news of other processes. The listening connection is opened by the first reader
 * and proves itself alive by hearing its own heartbeat through the database; a TCP connection that
 * merely looks open does not count, nor one that was only opened.
 */

import type { Random } from "#shared/kernel/random.ts";
import { backoffMs } from "#shared/kernel/backoff.ts";
import type { Connection, Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { pgErrorKind } from "../db/pg-error.ts";
import type { Sleeper } from "../process/sleeper.ts";
import type { Fanout } from "./fanout.ts";

export type HintStatus = "connected" | "reconnecting" | "down";

export type Hints = {
  /** After a commit: the other processes should look. Never throws, never waits. */
  publish(restaurantId: string, head: number): void;
  /**
   * A subject lost its permission: its streams in the other processes should end now and not at
   * their next check.
   */
  publishRevoked(subjectId: string): void;
  /** Opens the listening connection, once. */
  start(): void;
  status(): HintStatus;
  /** How often the listening connection had to be opened again. */
  reconnects(): number;
  stop(): Promise<void>;
};

export type HintDeps = {
  readonly database: Database;
  readonly directory: Pick<Directory, "readHeads">;
  readonly fanout: Pick<Fanout, "advanced" | "heads" | "confirmed">;
  readonly onRevoked: (subjectId: string) => void;
  /** Another process has committed. */
  readonly onHeard: (restaurantId: string) => void;
  readonly random: Random;
  readonly sleeper: Sleeper;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
  /** Distinguishes this process from the others; its own hints are not news to it. */
  readonly instance: string;
  readonly retryBackoffMs: number;
  /** Failures in a row until the status says `down`, and until one batch of hints is given up. */
  readonly maxRetryAttempts: number;
  readonly sweepMs?: number;
  readonly heartbeatMs?: number;
};

export const CHANNEL = "heard_hints";
/** Hints per NOTIFY: the payload is limited to 8,000 bytes. */
export const MAX_HINTS_PER_NOTIFY = 100;
export const SWEEP_MS = 5_000;
export const HEARTBEAT_MS = 5_000;
const MAX_BACKOFF_MS = 30_000;

export function createHints(deps: HintDeps): Hints {
  const { database, sleeper } = deps;
  const sweepMs = deps.sweepMs ?? SWEEP_MS;
  const heartbeatMs = deps.heartbeatMs ?? HEARTBEAT_MS;
  const policy = {
    baseMs: deps.retryBackoffMs,
    capMs: Math.max(MAX_BACKOFF_MS, deps.retryBackoffMs),
    floorMs: Math.min(50, deps.retryBackoffMs),
  };

  const unsent = new Map<string, number>();
  const unsentRevocations: string[] = [];
  let sending = false;
  let loops: Promise<unknown> | null = null;
  let stopped = false;
  let status: HintStatus = "reconnecting";
  let reconnects = 0;

  const notify = (message: Message): Promise<unknown> =>
    database.directoryQuery("select pg_notify($1, $2)", [CHANNEL, JSON.stringify(message)]);

  async function sendAll(): Promise<void> {
    for (let failures = 0; unsent.size + unsentRevocations.length > 0 && !stopped;) {
      const heads = [...unsent].slice(0, MAX_HINTS_PER_NOTIFY);
      const revoked = unsentRevocations.slice(0, MAX_HINTS_PER_NOTIFY - heads.length);
      try {
        await notify({ from: deps.instance, heads, revoked });
        for (const [id, head] of heads) if (unsent.get(id) === head) unsent.delete(id);
        unsentRevocations.splice(0, revoked.length);
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures > deps.maxRetryAttempts) {
          deps.log.warn(
            { err: error, restaurants: unsent.size },
            "hints given up; the sweep will find what they would have said",
          );
          unsent.clear();
          unsentRevocations.length = 0;
          return;
        }
        await sleeper.sleep(backoffMs(policy, failures, deps.random));
      }
    }
  }

  function flush(): void {
    if (sending || stopped) return;
    sending = true;
    // What the commits of this turn of the event loop said goes out together.
    void sleeper
      .sleep(0)
      .then(sendAll)
      .finally(() => {
        sending = false;
      });
  }

  async function sweep(): Promise<void> {
    const before = deps.fanout.heads();
    if (before.size === 0) return;
    const heads = await deps.directory.readHeads([...before.keys()]);
    for (const [id, knownBefore] of before) {
      const head = heads.get(id);
      if (head !== undefined) deps.fanout.confirmed(id, head, knownBefore);
    }
  }

  function hear(payload: string): boolean {
    const message = parseMessage(payload);
    if (message === null) return false;
    if (message.from === deps.instance) return message.beat === true;
    for (const [id, head] of message.heads) {
      deps.fanout.advanced(id, head);
      deps.onHeard(id);
    }
    for (const subjectId of message.revoked) deps.onRevoked(subjectId);
    return false;
  }

  async function sweepForEver(): Promise<void> {
    while (!stopped) {
      await sleeper.sleep(sweepMs);
      if (stopped) return;
      try {
        await sweep();
      } catch (error) {
        deps.log.warn({ err: error }, "heads could not be read; the next sweep tries again");
      }
    }
  }

  /** One connection's life; returns when it is over and throws what ended it. */
  async function listenOnce(onConnected: () => void): Promise<void> {
    const connection = await database.connect();
    try {
      await listenOn(connection, onConnected);
    } finally {
      // Not waited for: a connection that hangs takes its time to notice, and a new one is wanted
      // now.
      connection
        .end()
        .catch((error: unknown) =>
          deps.log.warn({ err: error }, "closing the listening connection failed"),
        );
    }
  }

  async function listenOn(connection: Connection, onConnected: () => void): Promise<void> {
    let ended = false;
    let heard = 0;
    connection.onEnd(() => {
      ended = true;
    });
    connection.onNotification((_channel, payload) => {
      if (hear(payload)) heard += 1;
    });
    const inTime = async (answer: Promise<unknown>): Promise<void> => {
      const late = sleeper.sleep(heartbeatMs).then(() => "late");
      if ((await Promise.race([answer, late])) === "late" && !stopped)
        throw new Error("the listening connection does not answer");
    };
    const beat = async (): Promise<void> => {
      const before = heard;
      await inTime(
        connection.query("select pg_notify($1, $2)", [
          CHANNEL,
          JSON.stringify({ from: deps.instance, heads: [], revoked: [], beat: true }),
        ]),
      );
      if (heard === before && !stopped)
        throw new Error("the listening connection does not hear its own heartbeat");
    };
    await inTime(connection.query(`listen ${CHANNEL}`));
    // What was said while nobody listened.
    await sweep();
    for (let beats = 0; !stopped; beats += 1) {
      await beat();
      if (beats === 0 && !stopped) onConnected();
      await sleeper.sleep(heartbeatMs);
      if (ended && !stopped) throw new Error("the listening connection ended");
    }
  }

  async function listenForEver(): Promise<void> {
    for (let failures = 0; !stopped;) {
      try {
        await listenOnce(() => {
          failures = 0;
          status = "connected";
          deps.log.info({ reconnects }, "listening for hints");
        });
      } catch (error) {
        if (pgErrorKind(error) === "bug" && !(error instanceof Error)) throw error;
        failures += 1;
        reconnects += 1;
        status = failures > deps.maxRetryAttempts ? "down" : "reconnecting";
        deps.log.warn(
          { err: error, failures, status },
          "hints cannot be heard; polling and sweeps go on",
        );
        await sleeper.sleep(backoffMs(policy, failures, deps.random));
      }
    }
  }

  return {
    publish(restaurantId, head) {
      unsent.set(restaurantId, Math.max(head, unsent.get(restaurantId) ?? 0));
      flush();
    },
    publishRevoked(subjectId) {
      unsentRevocations.push(subjectId);
      flush();
    },
    start() {
      if (!stopped) loops ??= Promise.all([listenForEver(), sweepForEver()]);
    },
    status: () => status,
    reconnects: () => reconnects,
    async stop() {
      stopped = true;
      sleeper.cancelAll();
      await loops;
    },
  };
}

type Message = {
  readonly from: string;
  readonly heads: readonly (readonly [string, number])[];
  readonly revoked: readonly string[];
  readonly beat?: boolean;
};

/**
 * Anybody who may connect to the database may write to the channel: what does not look like ours is
 * not ours.
 */
function parseMessage(payload: string): Message | null {
  try {
    const value: unknown = JSON.parse(payload);
    return isMessage(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== "object" || value === null) return false;
  if (
    !("from" in value && typeof value.from === "string" && "heads" in value && "revoked" in value)
  )
    return false;
  const { heads, revoked } = value;
  return (
    Array.isArray(heads) &&
    Array.isArray(revoked) &&
    revoked.every((id) => typeof id === "string") &&
    heads.every(
      (pair) => Array.isArray(pair) && typeof pair[0] === "string" && Number.isSafeInteger(pair[1]),
    )
  );
}
