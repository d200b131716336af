/**
 * How many orders or tickets a board draws and measures at most, the first in their turn: more than
 * any screen shows, and few enough that a tablet draws them at once. A flood leaves the board
 * usable, what it holds back is counted (`and-more.tsx`), and the alarms watch over all.
 */
export const MOST_DRAWN = 200;
