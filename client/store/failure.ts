import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { StoreFailure } from "#shared/sync/device/shell/ports.ts";

/**
 * Runs a piece of work on the database; failures of the environment become values, bugs stay
 * exceptions.
 */
export async function attempt<T>(work: () => PromiseLike<T>): Promise<Result<T, StoreFailure>> {
  try {
    return ok(await work());
  } catch (error) {
    const failure = storeFailure(error);
    if (failure === null) throw error;
    return err(failure);
  }
}

/**
 * The failure that an error from Dexie or IndexedDB stands for, or null for one that only a bug
 * makes.
 */
export function storeFailure(error: unknown): StoreFailure | null {
  for (const { name, message } of causesOf(error)) {
    const kind = KINDS[name];
    if (kind === "full" || kind === "newer") return { kind };
    if (kind !== undefined) return { kind, detail: `${name}: ${message}` };
  }
  return null;
}

const KINDS: Readonly<Record<string, StoreFailure["kind"]>> = {
  QuotaExceededError: "full",
  VersionError: "newer",
  SecurityError: "denied",
  MissingAPIError: "denied",
  InvalidAccessError: "denied",
  NotAllowedError: "denied",
  OpenFailedError: "lost",
  DatabaseClosedError: "lost",
  InvalidStateError: "lost",
  NotFoundError: "lost",
  UnknownError: "lost",
  TimeoutError: "lost",
  TransactionInactiveError: "lost",
  AbortError: "lost",
};

/**
 * The error and what it wraps, innermost first: Dexie reports a full disk as an AbortError around
 * the reason.
 */
function causesOf(error: unknown): { name: string; message: string }[] {
  const causes: { name: string; message: string }[] = [];
  for (
    let at: unknown = error;
    at instanceof Error || at instanceof DOMException;
    at = "inner" in at ? at.inner : undefined
  ) {
    causes.unshift({ name: at.name, message: at.message });
    if (causes.length > 5) break;
  }
  return causes;
}
