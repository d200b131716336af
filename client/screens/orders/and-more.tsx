import { useFormat, useWords } from "../../words/words.tsx";
import "./and-more.css";

/** Says how many are held back; nothing where none is. */
export function AndMore({ count }: { count: number }) {
  const { orders: words } = useWords();
  const format = useFormat();
  return count <= 0 ? null : <p className="and-more">{words.andMore(format.number(count))}</p>;
}
