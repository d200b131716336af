/**
 * A browser whose device was signed out comes back by a new code. It brings the client id of its
 * store, so that the server goes on where it was: the same letter, and what was sent before is
 * known as its own. Only a refused device does so, because what it was is ended.
 */
import { readSaved, save } from "../platform/local-storage.ts";

const KEY = "heard.returning";

/** Notes whether the server refuses the device whose store has this client id. */
export function noteRefusal(clientId: string, refused: boolean): void {
  if (refused) save(KEY, clientId);
  else if (readSaved(KEY) === clientId) save(KEY, null);
}

/** The client id to bring along, or null for a browser that was never refused. */
export function returningClientId(): string | null {
  const saved = readSaved(KEY);
  return typeof saved === "string" ? saved : null;
}
