/**
 * The routes of sync: push, events (a page or a stream on one address), snapshot, acknowledgement,
 * and looking inside.
 */

import { Hono, type Context } from "hono";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { DAY, toIso, type Clock } from "#shared/kernel/time.ts";
import { ackRequest } from "#shared/sync/messages/ack.ts";
import { toldTo } from "#shared/sync/told-to-displays.ts";
import type { Outcome, Submission } from "#shared/sync/sequencer-port.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Who } from "../http/who.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { checked, readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { tooMany } from "../http/rate-limit.ts";
import { isGone, streamHeaders } from "../http/sse.ts";
import type { CursorAcks, Via } from "./ack.ts";
import { checkCursor } from "./event-store.ts";
import type { Hints } from "./hints.ts";
import { readPending } from "./pending.ts";
import { spoken } from "./protocol.ts";
import { pullPage, pullQuery, type PullQuery } from "./pull.ts";
import { toPushAnswer, readPushRequest } from "./push.ts";
import type { Snapshots } from "./snapshots.ts";
import { readStats } from "./stats.ts";
import { cursorOf, logFor } from "./telling.ts";
import type { Outgoing } from "./outgoing.ts";
import { MAX_STREAMS_PER_SUBJECT, type Streams } from "./stream.ts";

export type SyncDeps = {
  readonly database: Pick<Database, "tenantSnapshot" | "heavy" | "reader">;
  readonly writer: { submit(restaurantId: string, submission: Submission): Promise<Outcome> };
  readonly streams: Pick<Streams, "claim" | "serve" | "count" | "waitFor" | "isReading">;
  readonly snapshots: Pick<Snapshots, "open">;
  readonly acks: CursorAcks;
  readonly hints: Pick<Hints, "start" | "status" | "reconnects">;
  readonly clock: Clock;
  readonly config: Pick<Config, "eventBatchSize" | "eventPollingIntervalMs" | "eventRetentionDays">;
  readonly onPolled: (events: number) => void;
};

export function syncRoutes(deps: SyncDeps, auth: Pick<Authenticator, "require">): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const now = (): string => toIso(deps.clock.now());
  const reader = auth.require("sync.read");

  app.post("/api/sync/push", reader, spoken, async (c) => {
    const who = c.get("who");
    const push = await readPushRequest(c);
    const outcome = await deps.writer.submit(who.restaurantId, {
      kind: "push",
      who: actorOf(who),
      push,
    });
    noteAck(c, deps, "sse");
    return c.json(toPushAnswer(outcome, now()));
  });

  app.get("/api/events/orders", reader, spoken, async (c) => {
    c.header("Vary", "Accept");
    c.header("Cache-Control", "no-store");
    return wants(c) === "stream" ? openStream(c, deps) : sendPage(c, deps, now());
  });

  app.get("/api/snapshot", reader, spoken, async (c) => {
    const { restaurantId, role } = c.get("who");
    return c.body(
      await deps.snapshots.open(restaurantId, toldTo(role), {
        serverTime: now(),
        retentionMs: deps.config.eventRetentionDays * DAY,
      }),
      200,
      JSON_HEADERS,
    );
  });

  app.post("/api/events/ack", reader, spoken, async (c) => {
    const { restaurantId, deviceId } = c.get("who");
    const { seq } = await readJson(c, ackRequest);
    if (deviceId !== null) await deps.acks.acknowledge(restaurantId, deviceId, seq, "sse");
    return c.body(null, 204);
  });

  app.get("/api/debug/events/stats", auth.require("debug.read"), async (c) => {
    const { restaurantId } = c.get("who");
    // Nobody has listened yet: what is asked about is whether it works.
    deps.hints.start();
    return c.json(
      await readStats(deps.database, restaurantId, {
        activeSSEConnections: deps.streams.count(restaurantId),
        pubsubStatus: deps.hints.status(),
        pubsubReconnects: deps.hints.reconnects(),
      }),
    );
  });

  app.get("/api/debug/events/pending", auth.require("debug.read"), async (c) => {
    const { limit } = checked(pullQuery, { since: "0", limit: c.req.query("limit") }, "The query");
    const pendingEvents = await readPending(
      deps.database,
      c.get("who").restaurantId,
      limit ?? DEFAULT_PENDING,
      deps.clock.now(),
    );
    return c.json({ pendingEvents });
  });

  return app;
}

const DEFAULT_PENDING = 100;
const JSON_HEADERS = {
  "Content-Type": "application/json; charset=utf-8",
  "Cache-Control": "no-store",
};

async function sendPage(
  c: Context<HttpEnv>,
  deps: SyncDeps,
  serverTime: string,
): Promise<Response> {
  const { restaurantId, role } = c.get("who");
  const { limit, ...cursor } = readQuery(c, c.req.query("since"));
  const page = await pullPage(
    deps.database,
    restaurantId,
    cursor,
    limit ?? deps.config.eventBatchSize,
    { serverTime, pollMs: deps.config.eventPollingIntervalMs },
    toldTo(role),
  );
  noteAck(c, deps, "polling");
  if (page.kind === "must_refetch") {
    const { logId, epoch, head, floor } = page.log;
    throw new Problem("must_refetch", "The cursor cannot be served: take a new snapshot.", {
      members: { logId, epoch, head, floor },
    });
  }
  deps.onPolled(page.count);
  return c.body(page.json, 200, JSON_HEADERS);
}

async function openStream(c: Context<HttpEnv>, deps: SyncDeps): Promise<Response> {
  const out = c.env.outgoing;
  if (out === undefined) throw new Error("a stream needs a socket");
  const { kind, restaurantId, subjectId, role } = c.get("who");
  const told = toldTo(role);
  const lastEventId = c.req.header("last-event-id");
  const since = c.req.query("since");
  const resumes = lastEventId !== undefined && lastEventId !== "";
  const { limit: _pages, ...cursor } = readQuery(c, resumes ? lastEventId : since);
  // The id belongs to `since`; a reconnecting reader has moved on from it.
  const at = resumes && lastEventId !== since ? { ...cursor, id: null } : cursor;
  const waitMs = deps.streams.waitFor(subjectId);
  if (waitMs > 0)
    throw tooMany(
      waitMs,
      `${MAX_STREAMS_PER_SUBJECT} streams of this device or login are open already.`,
    );
  const claim = deps.streams.claim({ kind, restaurantId, subjectId, told });
  try {
    const check = await checkCursor(
      deps.database.reader(restaurantId),
      restaurantId,
      cursorOf(told, at),
    );
    if (check === null) throw new Error("a restaurant without a log");
    noteAck(c, deps, "sse");
    // It left while the database was asked: nobody would tell the stream.
    if (isGone(out)) return RESPONSE_ALREADY_SENT;
    const start = check.kind === "ok" ? { seq: at.seq, id: check.id } : null;
    void deps.streams.serve(claim, logFor(told, check.log), start, out as Outgoing, {
      ...streamHeaders(c),
      ...endsWithItsConnection(c),
      Vary: "Accept",
    });
    return RESPONSE_ALREADY_SENT;
  } finally {
    claim.release();
  }
}

/** HTTP/2 ends streams by themselves, and has no such header. */
function endsWithItsConnection({ env }: Context<HttpEnv>): Record<string, string> {
  return env.incoming?.httpVersionMajor === 1 ? { Connection: "close" } : {};
}

function readQuery(c: Context<HttpEnv>, since: string | undefined): PullQuery {
  const { sinceId, logId, epoch, limit } = c.req.query();
  return checked(pullQuery, { since, sinceId, logId, epoch, limit }, "The query");
}

/** A page unless a stream is asked for by name: programs send `*`/`*` or nothing. */
function wants(c: Context<HttpEnv>): "page" | "stream" {
  const accept = c.req.header("accept")?.toLowerCase() ?? "*/*";
  if (accept.includes("text/event-stream")) return "stream";
  if (
    accept.includes("*/*") ||
    accept.includes("application/json") ||
    accept.includes("application/*")
  )
    return "page";
  throw new Problem(
    "not_acceptable",
    "This address answers application/json or text/event-stream.",
  );
}

/**
 * `X-Acked-Seq` rides on other calls. It is a figure, not a promise: the call is not held up by it,
 * and does not fail with it.
 */
function noteAck(c: Context<HttpEnv>, deps: SyncDeps, via: Via): void {
  const text = c.req.header("x-acked-seq");
  const { restaurantId, deviceId }: Who = c.get("who");
  if (text === undefined || deviceId === null || !/^\d{1,15}$/.test(text)) return;
  deps.acks.acknowledge(restaurantId, deviceId, Number(text), via).catch((error: unknown) => {
    c.get("log")().warn(
      { err: error },
      "an acknowledgement was not stored; the next one says more",
    );
  });
}
