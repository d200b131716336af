/**
 * Which databases of this browser were filled once, kept apart from them: a browser that takes its
 * database for corrupt throws it away whole and says nothing, and then nothing in it can tell.
 */
import type { Stored } from "#shared/sync/device/ports.ts";
import { readSaved, save } from "../platform/local-storage.ts";
import type { NoticeRow } from "../store/database.ts";

const KEY = "heard.filled";

/** The notice's code: nothing was refused, something is gone. */
export const STORAGE_LOST = "storage_lost";

export function noteFilled(name: string): void {
  const names = saved();
  if (!names.includes(name)) save(KEY, [...names, name]);
}

/**
 * What to tell the person where the database `name` is empty though it was filled once; null where
 * it is as it should be. Told once of each empty database.
 */
export function lossOf(
  name: string,
  { snapshot, clientId }: Pick<Stored, "snapshot" | "clientId">,
  atMs: number,
): Omit<NoticeRow, "dismissed"> | null {
  if (snapshot !== null || !saved().includes(name)) return null;
  return { id: `${clientId}/storage-lost`, at: atMs, code: STORAGE_LOST, detail: "", number: null };
}

function saved(): readonly string[] {
  const names = readSaved(KEY);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
