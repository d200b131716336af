/**
 * Site data that is cleared under an open page, by a person or by the browser: the page goes on
 * from memory and looks as if nothing were wrong, and the next start knows nothing. So it is
 * noticed while the page is open, who this browser is gets written down again, and the reason with
 * it.
 */
import { SECOND } from "#shared/kernel/time.ts";
import { readSaved, save } from "../platform/local-storage.ts";
import type { NoticeRow } from "../store/database.ts";
import type { Identity } from "./device.ts";
import { noteFilled, STORAGE_LOST } from "./storage-lost.ts";
import { anyKept, remember } from "./identities.ts";

const KEY = "heard.wiped";
/** Nothing tells a page that its own storage was cleared. */
const LOOK_MS = 2 * SECOND;

export type WipeWatch = { wiped(): boolean; onChange(listener: () => void): void };

/** `name`: of the database. Watches nothing where this browser kept nothing to begin with. */
export function watchWiped(
  identity: Identity,
  name: string,
  nowMs: () => number,
  every: (ms: number, work: () => void) => () => void,
): WipeWatch {
  const listeners = new Set<() => void>();
  let wiped = false;
  const beganMs = nowMs();
  const look = () => {
    // Another tab may have noticed first, and put things right for both.
    if (wiped || (anyKept() && !toldAfter(beganMs))) return;
    wiped = true;
    remember(identity);
    noteFilled(name);
    save(KEY, nowMs());
    for (const listener of listeners) listener();
  };
  if (anyKept()) every(LOOK_MS, look);
  return { wiped: () => wiped, onChange: (listener) => void listeners.add(listener) };
}

const toldAfter = (ms: number): boolean => Number(readSaved(KEY) ?? 0) > ms;

/** What the start after such an end has to tell, once. */
export function wipeToTell(): Omit<NoticeRow, "dismissed"> | null {
  const at = readSaved(KEY);
  if (typeof at !== "number") return null;
  save(KEY, null);
  return { id: `wiped/${at}`, at, code: STORAGE_LOST, detail: "", number: null };
}
