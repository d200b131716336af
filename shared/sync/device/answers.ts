/**
 * What an answer of the server means to the device: read from status and JSON, whoever carried it.
 * An answer that is not ours is a failure, never a surprise.
 */
import { z } from "zod/mini";
import type { HeardEvent } from "#shared/orders/event.ts";
import { takenOf } from "../messages/event.ts";
import { pushConflict } from "../messages/conflict.ts";
import { mustRefetch } from "../messages/must-refetch.ts";
import { pageFrame, pageSchema, type Page } from "../messages/pull.ts";
import { pushAnswer } from "../messages/push.ts";
import { parseSnapshot } from "../messages/snapshot.ts";
import { UNREADABLE, type Failure, type Input } from "./ports.ts";

export type HttpAnswer = {
  /** 0: no answer came in time. */
  readonly status: number;
  /** Null where it is not JSON. */
  readonly body: unknown;
  /** How long the server asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Status 0, and yet something came: the status of what was not ours. */
  readonly stranger?: number;
};

export function readSnapshot(answer: HttpAnswer): Input {
  const snapshot = answer.status === 200 ? parseSnapshot(answer.body) : null;
  return snapshot === null
    ? { kind: "snapshot-failed", failure: failureOf(answer) }
    : { kind: "snapshot-taken", snapshot };
}

export function readPull(answer: HttpAnswer): Input {
  if (isRefetch(answer)) return { kind: "pull-reset" };
  const page = answer.status === 200 ? pageSchema.safeParse(answer.body) : null;
  if (page?.success === true) return readPage(page.data);
  return answer.status === 200 && pageFrame.safeParse(answer.body).success
    ? { kind: "pull-reset", cause: UNREADABLE }
    : { kind: "pull-failed", failure: failureOf(answer) };
}

/**
 * What stands before an event that cannot be taken is taken; that one is the first of the next
 * page.
 */
function readPage(page: Page): Input {
  const events: HeardEvent[] = [];
  for (const envelope of page.events) {
    const event = takenOf(envelope);
    if (typeof event !== "string") events.push(event);
    else if (events.length > 0) break;
    else
      return event === "newer"
        ? { kind: "pull-failed", failure: { kind: "needs-update" } }
        : { kind: "pull-reset", cause: UNREADABLE };
  }
  return { kind: "pulled", page: { ...page, events } };
}

export function readPush(clientId: string, answer: HttpAnswer): Input {
  if (answer.status === 409) {
    const conflict = pushConflict.safeParse(answer.body);
    if (conflict.success) return { kind: "push-conflict", clientId, conflict: conflict.data };
  }
  const answered = answer.status === 200 ? pushAnswer.safeParse(answer.body) : null;
  return answered?.success === true
    ? { kind: "pushed", clientId, answer: answered.data }
    : { kind: "push-failed", failure: failureOf(answer) };
}

/** What a stream is answered that does not come about. */
export const readStreamRefusal = (stream: number, answer: HttpAnswer): Input =>
  isRefetch(answer)
    ? { kind: "stream-reset", stream }
    : { kind: "stream-ended", stream, failure: failureOf(answer) };

/** What an answer that is not the wanted one means to the device. */
export function failureOf({ status, body, retryAfterMs, stranger }: HttpAnswer): Failure {
  if (stranger !== undefined)
    return isLater(stranger)
      ? { kind: "unavailable", retryAfterMs: retryAfterMs ?? null }
      : { kind: "nonsense", detail: `${stranger} with something that is not ours` };
  if (status === 0) return { kind: "unreachable" };
  if (status === 426) return { kind: "needs-update" };
  if (status === 401 || status === 403) {
    const said = problem.safeParse(body);
    // A hotel's login page answers 401 too: only our own server may say that this device is not
    // paired any more.
    return said.success
      ? { kind: "refused", code: said.data.code }
      : { kind: "nonsense", detail: `${status} without a reason` };
  }
  if (isLater(status)) return { kind: "unavailable", retryAfterMs: retryAfterMs ?? null };
  return { kind: "nonsense", detail: detailOf(status, body) };
}

/**
 * A proxy before a server that is down says so in the server's place: it is as late as the server.
 */
const isLater = (status: number): boolean => status === 408 || status === 429 || status >= 500;

const isRefetch = ({ status, body }: HttpAnswer): boolean =>
  status === 409 && mustRefetch.safeParse(body).success;

const problem = z.object({ code: z.string(), detail: z.optional(z.string()) });

function detailOf(status: number, body: unknown): string {
  const said = problem.safeParse(body);
  if (said.success) return `${status} ${said.data.code}: ${said.data.detail ?? ""}`.slice(0, 300);
  return body === null
    ? `${status} with something that is not JSON`
    : `${status} with something that is not ours`;
}
