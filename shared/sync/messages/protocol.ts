import { DAY, SECOND } from "#shared/kernel/time.ts";

/**
 * The version of everything in this folder. A change of shape is a new version; `wire.test.ts` pins
 * this one by a hash.
 */
export const PROTOCOL = 1;

/** The oldest version this server still speaks. */
export const OLDEST_PROTOCOL = 1;

/** Where every exchange of a device says which version it speaks (SYN-33). */
export const PROTOCOL_HEADER = "X-Heard-Protocol";

export const MAX_MUTATIONS = 100;
export const MAX_PUSH_BYTES = 256 * 1024;
export const MAX_PAGE = 1_000;

/**
 * How long a server keeps its log, where it does not say so (EVENT_RETENTION_DAYS): so long its
 * devices keep what they did.
 */
export const RETENTION_MS = 7 * DAY;

/**
 * How often a reader asks that has no stream, where the server does not say so
 * (EVENT_POLLING_INTERVAL_MS).
 */
export const POLL_MS = 30 * SECOND;
