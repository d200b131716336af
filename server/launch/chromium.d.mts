/**
 * The path of a Chromium that really starts, found or installed. Throws a sentence that says what
 * to do.
 */
export function ensureChromium(): Promise<string>;
/** The path of one that is there already, or null. */
export function findChromium(): Promise<string | null>;
/** The path of the same browser without its windows, or null: lighter, and it installs no apps. */
export function findHeadlessShell(): string | null;
