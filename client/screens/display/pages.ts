/** How long a page of the board is read. */
export const PAGE_MS = 8_000;

export type Room = { readonly width: number; readonly height: number };
/** What one number takes, with its gap, in px. */
export type Cell = Room;

/** How many numbers fit into the room; at least one, so that nobody waits for a number that never comes. */
export const perPage = (room: Room, cell: Cell): number => Math.max(1, Math.floor(room.width / cell.width)) * Math.max(1, Math.floor(room.height / cell.height));

/** The page that is read now, of those that `count` numbers make; turns begin at `sinceMs`, so that a new number is on the first page when it comes. */
export function pageAt(count: number, size: number, sinceMs: number, nowMs: number): { readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(count / size));
  return { page: Math.floor(Math.max(0, nowMs - sinceMs) / PAGE_MS) % pages, pages };
}
