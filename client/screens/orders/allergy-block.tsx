import { AllergyIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import "./allergy-block.css";

/** The block that cannot be missed. Inside of a button as well, so of phrases only. */
export function Allergy({
  texts,
  of,
}: {
  texts: readonly string[];
  /** The dish, where the block stands apart from it. */ of?: string;
}) {
  const { kitchen: words } = useWords();
  return (
    <span className="allergy" data-allergy="">
      <AllergyIcon />
      <span>
        <strong>{words.allergy}</strong> {of !== undefined && <bdi>{of}: </bdi>}
        <bdi>{texts.join(", ")}</bdi>
      </span>
    </span>
  );
}
