import { useFormat, useWords } from "../../words/words.tsx";
import "./and-more.css";

/**
 * How many orders a board draws and measures at most, the first in their turn: more than any screen shows, and few enough that a tablet draws them at once. A
 * flood leaves the board usable, what it holds back is counted, and the alarms watch over all.
 */
export const MOST_DRAWN = 200;

/** Says how many are held back; nothing where none is. */
export function AndMore({ count }: { count: number }) {
  const { orders: words } = useWords();
  const format = useFormat();
  return count <= 0 ? null : <p className="and-more">{words.andMore(format.number(count))}</p>;
}
