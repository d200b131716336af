import { NoticeCard } from "../../ui/notice-card.tsx";
import { useWords } from "../../words/words.tsx";

/** Dishes that ran out while they were in the basket: said until the guest has read it. */
export function Dropped({ names, onSeen }: { names: readonly string[]; onSeen: () => void }) {
  const { guest: words, common, take } = useWords();
  return names.map((name) => (
    <NoticeCard
      key={name}
      tone="warm"
      title={words.lineOff(name === "" ? take.goneDish : name)}
      dismissLabel={common.dismiss}
      onDismiss={onSeen}
    />
  ));
}
