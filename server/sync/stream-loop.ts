/**
 * One reader's loop, with a cursor: replay and live are the same read, so nothing can fall between
 * them, and there is no queue per reader. A loop that sleeps need not wake for what is at hand:
 * that is one write, without a promise or a timer. A write that is not taken within the deadline
 * ends the stream: a stalled reader costs one batch of memory and nobody else's time.
 *
 * A stream that can no longer prove its right to go on (revoked, signed out, or the database does
 * not answer) ends; the reader comes back and is told why.
 */

import type { Random } from "#shared/kernel/random.ts";
import { toIso, type Clock } from "#shared/kernel/time.ts";
import type { Claim, ClaimDeps, StreamSubject } from "./claim.ts";
import type { LogState } from "./event-store.ts";
import type { Fanout, Feed, Frames, Position } from "./fanout.ts";
import { readAhead, type EndReason, type OpenStream } from "./open-stream.ts";
import { DRAIN_DEADLINE_MS, isWritable, takenOrCut } from "./outgoing.ts";
import { retryMs } from "./stream-end.ts";

/**
 * Serves one reader until its stream ends, and says why it did. `start`: null sends a reset and
 * ends. Rejects where the database does not answer.
 */
export type StreamLoop = (
  stream: OpenStream,
  claim: Claim,
  log: LogState,
  start: Position | null,
) => Promise<EndReason>;

export type StreamLoopDeps = Pick<ClaimDeps, "isActive"> & {
  readonly fanout: Pick<Fanout, "subscribe">;
  /** It listens: at every heartbeat. */
  readonly seen: (subject: StreamSubject) => Promise<void>;
  readonly observe: { delivered(events: number, latencyMs: number | null): void };
  readonly clock: Clock;
  readonly random: Random;
  readonly pingMs: number;
  /** How often a reader asks that cannot have a stream. */
  readonly pollMs: number;
  /** How long the log is kept: so long a device keeps what it did. */
  readonly retentionMs: number;
  readonly drainDeadlineMs?: number;
};

/** So long the page behind one that is not taken is kept. */
export const HELD_AHEAD_MS = 200;

export function createStreamLoop(deps: StreamLoopDeps): StreamLoop {
  async function run(
    stream: OpenStream,
    claim: Claim,
    log: LogState,
    start: Position | null,
  ): Promise<EndReason> {
    const { logId, epoch, head, floor } = log;
    if (start === null) {
      if (!(await claim.holds())) return "revoked";
      await write(stream, frame("reset", { code: "must_refetch", logId, epoch, head, floor }));
      return "reset";
    }
    const feed = deps.fanout.subscribe(
      stream.subject.restaurantId,
      { seq: head, id: log.headId },
      stream.subject.told,
    );
    feed.onChange(stream.wake);
    try {
      // Read while its right is still being asked for, and shown to nobody without it.
      void readAhead(stream, feed, start);
      if (!(await claim.holds())) return "revoked";
      const ready = frame("ready", {
        logId,
        epoch,
        head,
        floor,
        serverTime: toIso(deps.clock.now()),
        pingMs: deps.pingMs,
        pollMs: deps.pollMs,
        retentionMs: deps.retentionMs,
      });
      if (!(await write(stream, `retry: ${retryMs(deps.random)}\n${ready}`)))
        return stream.ended ?? "stalled";
      const end = await follow(stream, feed, start);
      if (end === "reset")
        await write(
          stream,
          frame("reset", { code: "must_refetch", logId, epoch, head: feed.head(), floor }),
        );
      return end;
    } finally {
      feed.close();
    }
  }

  async function follow(stream: OpenStream, feed: Feed, start: Position): Promise<EndReason> {
    let position = start;
    const passed = ({ last, count, committedAt }: Frames): void => {
      position = last;
      deps.observe.delivered(count, committedAt === null ? null : deps.clock.now() - committedAt);
    };
    /**
     * Writes what is at hand. False: the loop has something to do, be it to wait until this was
     * taken.
     */
    const passOn = (): boolean => {
      const frames = isWritable(stream) ? feed.atHand(position) : null;
      if (frames === null) return false;
      const isTaken = stream.out.write(frames.bytes);
      if (!isTaken) stream.lastTaken = taken(stream);
      passed(frames);
      return isTaken;
    };
    feed.onChange(() => {
      if (stream.attention.kind !== "asleep" || !passOn()) stream.wake();
    });
    for (let pingAt = deps.clock.now() + deps.pingMs; stream.ended === null;) {
      const frames = await (stream.ahead ?? readAhead(stream, feed, position));
      stream.ahead = null;
      if (frames === "must_refetch") return "reset";
      if (frames !== null) {
        // The next page is on its way while this one is being taken; not for a reader that does not
        // take it.
        void readAhead(stream, feed, frames.last);
        const letGo = setTimeout(() => {
          stream.ahead = null;
        }, HELD_AHEAD_MS);
        const isTaken = await write(stream, frames.bytes);
        clearTimeout(letGo);
        if (!isTaken) return stream.ended ?? "stalled";
        passed(frames);
      }
      // Also between the pages of a long replay: a reader that catches up for a minute must not
      // take it for silence, nor outlive its right.
      if (deps.clock.now() >= pingAt) {
        const end = await ping(stream, feed);
        if (end !== null) return end;
        pingAt = deps.clock.now() + deps.pingMs;
      }
      if (frames === null) await stream.sleep(pingAt - deps.clock.now());
      if (!(await stream.lastTaken)) return stream.ended ?? "stalled";
    }
    return stream.ended;
  }

  async function ping(stream: OpenStream, feed: Feed): Promise<EndReason | null> {
    const { restaurantId, subjectId } = stream.subject;
    if (!(await deps.isActive(restaurantId, subjectId))) return "revoked";
    await deps.seen(stream.subject);
    const sent = await write(
      stream,
      frame("ping", { head: feed.head(), serverTime: toIso(deps.clock.now()) }),
    );
    return sent ? null : (stream.ended ?? "stalled");
  }

  const taken = (stream: OpenStream): Promise<boolean> =>
    takenOrCut(stream, deps.drainDeadlineMs ?? DRAIN_DEADLINE_MS);
  const write = async (stream: OpenStream, bytes: Buffer | string): Promise<boolean> =>
    isWritable(stream) && (stream.out.write(bytes) || taken(stream));

  return run;
}

function frame(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
