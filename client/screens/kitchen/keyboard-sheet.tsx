import { Dialog } from "../../ui/dialog.tsx";
import { useWords } from "../../words/words.tsx";

const ROWS = [
  "digits",
  "arrows",
  "page",
  "enter",
  "undo",
  "recall",
  "lines",
  "rush",
  "hold",
  "fire",
  "eightySix",
  "more",
  "allDay",
  "help",
] as const;

export function KeyboardSheet({ onClose }: { onClose: () => void }) {
  const { kitchen: words, common } = useWords();
  return (
    <Dialog title={words.keyboard} closeLabel={common.close} onClose={onClose}>
      <dl className="keys">
        {ROWS.map((row) => (
          <div key={row} className="keys__row">
            <dt>
              <kbd>{words.keyNames[row]}</kbd>
            </dt>
            <dd>{words.keys[row]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
