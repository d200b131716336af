/** How long a page of the board is read. */
export const PAGE_MS = 8_000;

export type Area = { readonly width: number; readonly height: number };
/** What one number takes, with its gap, in px. */
export type Cell = Area;

/**
 * How large a number is drawn, in rem: as large as it stays readable across a room, smaller where
 * only a phone's width is there.
 */
export type Size = { readonly width: number; readonly height: number; readonly text: number };

const WIDE_REM = 24;

export function sizeFor(roomRem: number, named: boolean): Size {
  const text = roomRem < WIDE_REM ? 3.25 : 5;
  return { width: text * 2.8, height: text * 1.3 + (named ? 2 : 0), text };
}

/**
 * How many numbers fit into the room; at least one, so that nobody waits for a number that never
 * comes.
 */
export const perPage = (room: Area, cell: Cell): number =>
  Math.max(1, Math.floor(room.width / cell.width)) *
  Math.max(1, Math.floor(room.height / cell.height));

/**
 * The page that is read now, of those that `count` numbers make; turns begin at `sinceMs`, so that
 * a new number is on the first page when it comes.
 */
export function pageAt(
  count: number,
  size: number,
  sinceMs: number,
  nowMs: number,
): { readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(count / size));
  return { page: Math.floor(Math.max(0, nowMs - sinceMs) / PAGE_MS) % pages, pages };
}
