import { useState, type ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

/**
 * The way out of a dialog that somebody has typed in: a touch beside it, or Escape, is asked about
 * before what was typed is gone. `asking` is drawn after the dialog.
 */
export function useAskedClose(
  typed: boolean,
  onClose: () => void,
): { readonly close: () => void; readonly asking: ReactNode } {
  const { common: words } = useWords();
  const [asks, setAsks] = useState(false);
  const back = () => setAsks(false);
  return {
    close: typed ? () => setAsks(true) : onClose,
    asking: asks && typed && (
      <Dialog
        title={words.giveUpTitle}
        closeLabel={words.close}
        onClose={back}
        foot={
          <>
            <Button size="kitchen" onClick={back}>
              {words.goOnWriting}
            </Button>
            <Button size="kitchen" tone="stop" onClick={onClose}>
              {words.giveUp}
            </Button>
          </>
        }
      >
        <p>{words.giveUpHint}</p>
      </Dialog>
    ),
  };
}
