import { HTTPException } from "hono/http-exception";
import { DatabaseUnavailable, pgErrorKind } from "../db/pg-error.ts";
import { Crowded } from "../fair/crowded.ts";
import { Problem, problemResponse } from "./problem.ts";
import { tooMany } from "./rate-limit.ts";

/** How long a caller should wait before it tries an unavailable server again. */
const RETRY_AFTER_SECONDS = 2;
/** The same where only its own restaurant stands before it. */
const CROWDED_RETRY_MS = 2_000;

/**
 * Turns whatever a handler threw into an answer. Problems answer as themselves; a database or
 * server that is away is a 503 with Retry-After; everything else is our mistake, answered without
 * its stack. What is said of it in the log: `request-id.ts`.
 */
export const onError = (error: Error): Response => problemResponse(toProblem(error));

/** What an error means to the caller. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Crowded)
    return tooMany(CROWDED_RETRY_MS, "This restaurant asks for more at once than its share.");
  if (isUnavailable(error))
    return unavailable("The database is away for the moment. Nothing was lost; try again.");
  if (error instanceof HTTPException && error.status < 500)
    return new Problem("invalid", error.message);
  return new Problem(
    "internal",
    "Something went wrong on our side. Your request changed nothing that was not answered.",
  );
}

/** A 503 that says when to come back. */
export function unavailable(detail: string): Problem {
  return new Problem("unavailable", detail, {
    headers: { "Retry-After": String(RETRY_AFTER_SECONDS) },
  });
}

/**
 * The database's own word, and that of rooms that say so with the code alone (the writer when it is
 * full or stopping).
 */
function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || pgErrorKind(error) === "retryable") return true;
  return error instanceof Error && "code" in error && error.code === "unavailable";
}
