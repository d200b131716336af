/**
 * The device's end of sync, without the device: told what happened, it says what to do (ports.ts).
 *
 * Reading (the log comes in) and sending (actions go out) live side by side and help each other:
 * each proves or disproves to the other that the server can be reached. The core is changed in
 * place; a shell feeds it one input at a time and carries out the effects. It trusts its shell that
 * `persisted` is said only of what is durable, and does not know about tabs: a tab that does not
 * lead is told what the leader wrote.
 */
import { unreachable } from "#shared/kernel/assert.ts";
import { initialClock } from "./clock.ts";
import type { Cursor } from "../messages/cursor.ts";
import * as keeping from "./keeping.ts";
import { draw, type Drawn, type Own } from "./overlay.ts";
import { addEntry, makeOutbox, unreached } from "./outbox.ts";
import type { Effect, Input, Stored } from "./ports.ts";
import { emptyReplica, takeEvents, takeSnapshot } from "./replica.ts";
import { refetch } from "./another-log.ts";
import * as paging from "./paging.ts";
import * as pushed from "./pushed.ts";
import * as reading from "./reading.ts";
import * as sending from "./sending.ts";
import { redraw, type Core, type Env, type Turn } from "./state.ts";
import { drawingAfter, neverDrawn } from "./states/drawing.ts";
import { nothingStoring, storingAfter } from "./states/storing.ts";
import * as streaming from "./streaming.ts";

/** A core on what the store holds. It does nothing until it is told `started`. */
export function createCore(stored: Stored, own: Own, nowMs: number): Core {
  const core: Core = {
    own,
    replica: emptyReplica(),
    outbox: makeOutbox(stored.clientId, stored.nextId, stored.entries),
    stored: null,
    storing: nothingStoring,
    wordsRead: 0,
    clock: initialClock,
    leading: false,
    reading: reading.initialReading(nowMs),
    sending: sending.initialSending(),
    drawing: neverDrawn,
  };
  fill(core, stored);
  return core;
}

/** Takes in one input; what comes back is to be carried out, in order. */
export function step(core: Core, input: Input, env: Env): Effect[] {
  if (!core.leading && LEADERS_ONLY.has(input.kind)) return [];
  const effects: Effect[] = [];
  const turn: Turn = { core, env, emit: (effect) => void effects.push(effect) };
  reading.keepTime(turn);
  take(turn, input);
  // Only who leads has heard anything: what a tab that stopped reads from the store may be less
  // than what it heard while it led (SYN-40).
  if (core.leading && isLevel(core)) {
    core.reading.shared = {
      link: core.reading.link,
      lastContactAt: core.reading.moments.lastContactAt,
    };
  }
  // A tab that does not lead uses neither network nor store: whatever it would like to do is the
  // leader's to do.
  return core.leading || input.kind === "stopped" ? effects : [];
}

/**
 * The restaurant as it is drawn: the base with what this device did on top; the same object until
 * something changes.
 */
export function viewOf(core: Core): Drawn {
  const { drawing, replica, outbox, own } = core;
  if (drawing.kind === "fresh") return drawing.drawn;
  const drawn = draw(
    replica.world,
    unreached(outbox, replica.cursor?.seq ?? 0),
    own,
    drawing.kind === "never" ? null : drawing.drawn,
  );
  core.drawing = drawingAfter(drawing, { kind: "drawn", drawn });
  return drawn;
}

/** Answers and timers of a tab that led: what they would begin could not be carried out. */
const LEADERS_ONLY: ReadonlySet<Input["kind"]> = new Set([
  "stream-ready",
  "stream-events",
  "stream-ping",
  "stream-reset",
  "stream-ended",
  "stream-unplaced",
  "pulled",
  "pull-reset",
  "pull-failed",
  "snapshot-taken",
  "snapshot-failed",
  "pushed",
  "push-conflict",
  "push-failed",
  "timer",
] satisfies Input["kind"][]);

function take(turn: Turn, input: Input): void {
  const { core } = turn;
  switch (input.kind) {
    case "started":
      core.leading = true;
      core.storing = storingAfter(core.storing, { kind: "started" });
      sending.start(turn);
      return reading.start(turn);
    case "stopped":
      reading.stop(turn);
      sending.stop(turn);
      core.leading = false;
      return;
    case "acted":
      addEntry(core.outbox, input.entry);
      redraw(core);
      return sending.kick(turn);
    case "stream-ready":
      return streaming.onReady(turn, input.stream, input.ready);
    case "stream-events":
      return streaming.onEvents(turn, input.stream, input.events);
    case "stream-ping":
      return streaming.onPing(turn, input.stream, input.ping);
    case "stream-reset":
      return streaming.onStreamReset(turn, input.stream, input.cause);
    case "stream-ended":
      return streaming.onStreamEnded(turn, input.stream, input.failure);
    case "stream-unplaced":
      return streaming.onStreamUnplaced(turn, input.stream);
    case "pulled":
      return paging.onPulled(turn, input.page);
    case "pull-reset":
      return paging.onPullReset(turn, input.cause);
    case "pull-failed":
      return paging.onPullFailed(turn, input.failure);
    case "snapshot-taken":
      return paging.onSnapshot(turn, input.snapshot);
    case "snapshot-failed":
      return paging.onSnapshotFailed(turn, input.failure);
    case "pushed":
      return pushed.onPushed(turn, input.clientId, input.answer).strange
        ? refetch(turn)
        : undefined;
    case "push-conflict":
      return pushed.onConflict(turn, input.clientId, input.conflict);
    case "push-failed":
      return pushed.onFailed(turn, input.failure);
    case "persisted":
      return reached(turn, input.cursor, input.fill ?? null);
    case "relayed":
      // Overtaken by a reading of the store (SYN-12): it may be of a log that was given up
      // meanwhile, and fit to the new one all the same.
      if (input.word <= core.wordsRead) return;
      if (takeEvents(core.replica, input.events).events.length > 0) redraw(core);
      return;
    case "reloaded":
      core.wordsRead = input.words;
      keeping.onReread(turn, input.stored);
      fill(core, input.stored);
      // What another tab stored while it led counts as well; what was answered and is not written
      // down yet waits again.
      settled(turn);
      reading.onReread(turn);
      return sending.kick(turn);
    case "client-stored":
      return keeping.onClientStored(turn, input.clientId);
    case "outbox-reloaded":
      return keeping.onReloaded(turn, input.clientId, input.entries);
    case "timer":
      return input.timer === "push" ? sending.onTimer(turn) : reading.onTimer(turn, input.timer);
    case "hint":
      sending.onHint(turn);
      return reading.onHint(turn);
    default:
      return unreachable(input);
  }
}

/**
 * The store has come this far. Word of a log that was given up meanwhile is passed over: it must
 * neither archive nor acknowledge.
 */
function reached(turn: Turn, at: Cursor, fill: number | null): void {
  const { core } = turn;
  core.storing = storingAfter(core.storing, { kind: "stored", fill });
  if (core.storing.kind === "storing") return;
  const { cursor } = core.replica;
  if (
    cursor === null ||
    cursor.logId !== at.logId ||
    cursor.epoch !== at.epoch ||
    at.seq > cursor.seq
  )
    return;
  core.stored = at;
  settled(turn);
}

/**
 * What the store has reached is archived and acknowledged. By a tab that leads: another would
 * archive in its memory what nobody writes down.
 */
function settled(turn: Turn): void {
  if (!turn.core.leading || turn.core.stored === null) return;
  keeping.settleEntries(turn);
  turn.emit({ kind: "ack", seq: turn.core.stored.seq });
}

/** Is everything stored that was taken in? */
const isLevel = ({ stored, replica: { cursor } }: Core): boolean =>
  stored?.seq === cursor?.seq && stored?.id === cursor?.id;

function fill(core: Core, stored: Stored): void {
  redraw(core);
  if (stored.snapshot === null) return;
  // What is on its way there replaces what was read, or is what was read: the memory is not behind
  // it (SYN-47).
  if (core.leading && core.storing.kind === "storing") return;
  takeSnapshot(core.replica, stored.snapshot);
  takeEvents(core.replica, stored.events);
  core.stored = core.replica.cursor;
}
