/**
 * Builds the client into dist/client unless that is what the sources give already. Throws a
 * sentence if the build fails.
 */
export function ensureClient(): Promise<void>;
