/** What the server says to a push: an answer, a conflict, or that it did not come about. */
import { unreachable } from "#shared/kernel/assert.ts";
import type { PushConflict } from "../messages/conflict.ts";
import type { PushAnswer } from "../messages/push.ts";
import type { OutboxEntry } from "./entry.ts";
import { compare, isAnothers, isStranger, settleEntries, store } from "./keeping.ts";
import { answerEntries, carryOverFrom } from "./outbox.ts";
import type { Failure } from "./ports.ts";
import { backOff, become, blame, kick, refuse } from "./sending.ts";
import { causeOf, contact, redraw, type Turn } from "./state.ts";
import { isGivenUp } from "./states/fill.ts";
import { pushAfter, type PushState } from "./states/push.ts";

type UnderWay = Exclude<PushState, { kind: "none" }>;

/** `strange`: it is of another log than the one that is held, which is to be given up (SYN-34). */
export function onPushed(
  turn: Turn,
  clientId: string,
  answer: PushAnswer,
): { readonly strange: boolean } {
  const push = endPush(turn);
  if (push === null) return { strange: false };
  contact(turn, answer.serverTime);
  blame(turn, null);
  become(turn, "answered");
  // What a stale answer confirms is sent again, and answered again as it was: nothing is lost by
  // passing it over.
  const strange = !push.stale && isOfAnotherLog(turn, push, clientId, answer);
  if (strange) backOff(turn, null);
  else if (push.stale) kick(turn);
  else takeAnswer(turn, push, clientId, answer);
  return { strange };
}

export function onConflict(turn: Turn, clientId: string, conflict: PushConflict): void {
  const { core, env } = turn;
  const { sending, outbox } = core;
  const push = endPush(turn);
  if (push === null) return;
  contact(turn, null);
  if (push.stale && conflict.code !== "needs_update") return backOff(turn, null);
  sending.toCompare = sending.toCompare.filter((it) => it !== clientId);
  blame(turn, conflict.code);
  switch (conflict.code) {
    case "needs_update":
      return refuse(turn, { kind: "needs-update" });
    case "out_of_order":
      compare(turn, clientId, (conflict.expected ?? 1) - 1);
      break;
    case "id_reused":
      store(
        turn,
        carryOverFrom(
          outbox,
          clientId,
          ({ state, id }) => state === "waiting" && id >= (conflict.mutationId ?? 1),
          () => env.ids.next(),
        ),
      );
      break;
    case "client_taken":
      store(
        turn,
        carryOverFrom(
          outbox,
          clientId,
          (entry) => entry.state === "waiting" || isGone(turn, entry, conflict.head ?? Infinity),
          () => env.ids.next(),
        ),
      );
      break;
  }
  // It may have been the last that was to be compared, and what waited for that has been in the log
  // for long.
  settleEntries(turn);
  // A conflict is mended, not repeated; should it come again all the same, it waits its turn
  // (SYN-27).
  backOff(turn, null);
}

export function onFailed(turn: Turn, failure: Failure): void {
  if (endPush(turn) === null) return;
  if (failure.kind === "refused" || failure.kind === "needs-update") return refuse(turn, failure);
  blame(turn, causeOf(failure));
  backOff(turn, failure.kind === "unavailable" ? failure.retryAfterMs : null);
}

/**
 * Ends the push under way and says what it was; null where there is none, and the word is for
 * nobody.
 */
function endPush({ core: { sending } }: Turn): UnderWay | null {
  const { push } = sending;
  if (push.kind === "none") return null;
  sending.push = pushAfter(push, { kind: "ended" });
  return push;
}

function takeAnswer(turn: Turn, push: UnderWay, clientId: string, answer: PushAnswer): void {
  const { sending } = turn.core;
  switch (push.kind) {
    case "comparing":
      sending.attempt = 0;
      sending.toCompare = sending.toCompare.filter((it) => it !== clientId);
      compare(turn, clientId, answer.lastMutationId);
      break;
    case "acting":
      // An answer that answers nothing is not asked for again at once (SYN-27).
      if (!takeOutcomes(turn, clientId, answer.results)) return backOff(turn, null);
      sending.attempt = 0;
      break;
    default:
      return unreachable(push);
  }
  kick(turn);
}

/** False where nothing was answered. */
function takeOutcomes(turn: Turn, clientId: string, results: PushAnswer["results"]): boolean {
  const { core } = turn;
  const answered = answerEntries(core.outbox, clientId, results);
  redraw(core);
  // The notice first: a crash in between asks again, and the refusal is not forgotten (SYN-20).
  for (const entry of answered) tellRefusal(turn, entry);
  if (answered.length > 0) turn.emit({ kind: "store-entries", entries: answered, client: null });
  settleEntries(turn);
  return answered.length > 0;
}

/**
 * Whoever was asked when the cursor stood here knows the log up to here; and where the log has our
 * event, the answer says so. A server that a backup has set back answers otherwise, while the
 * stream it had before has not ended yet. It may be set back once more before anybody asks: then
 * its answer would have been the last word about what nobody has done.
 */
function isOfAnotherLog(
  { core: { reading, replica } }: Turn,
  { sentAt }: UnderWay,
  clientId: string,
  { head, results }: PushAnswer,
): boolean {
  if (isGivenUp(reading.fill)) return false;
  return (
    head < sentAt ||
    results.some(
      ({ id, status, seq }) =>
        status !== "noop" && isStranger(replica.recent.get(seq), clientId, id),
    )
  );
}

/**
 * Answered by a log that is gone: the one there is ends at `head`, before that place, or has
 * another's event there.
 */
const isGone = ({ core: { reading, replica } }: Turn, entry: OutboxEntry, head: number): boolean =>
  (entry.outcome?.seq ?? 0) > head ||
  (!isGivenUp(reading.fill) && isAnothers(replica.recent, entry));

function tellRefusal(turn: Turn, entry: OutboxEntry): void {
  if (entry.outcome?.status !== "rejected") return;
  turn.emit({
    kind: "notice",
    entry,
    code: entry.outcome.code ?? "rejected",
    detail: entry.outcome.detail ?? "",
  });
}
