import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useWords } from "../../words/words.tsx";
import type { MenuDraft } from "./use-menu-draft.ts";

/**
 * What became of the unsaved menu, and the two ways out of it: always in sight while there is one.
 */
export function DraftBar({ draft }: { draft: MenuDraft }) {
  const { office, common } = useWords();
  const { menu: words } = office;
  const [asking, setAsking] = useState(false);
  if (draft.changes === 0)
    return draft.state.kind === "saved" ? <NoticeCard tone="go" title={words.saved} /> : null;
  return (
    <section className="draft-bar" aria-label={words.unsaved(draft.changes)}>
      <div className="draft-bar__row">
        <div>
          <p className="draft-bar__title">{words.unsaved(draft.changes)}</p>
          <p className="quiet-text">{draft.kept ? words.unsavedHint : words.notKept}</p>
        </div>
        <div className="draft-bar__do">
          <Button disabled={draft.state.kind === "saving"} onClick={() => setAsking(true)}>
            {words.discard}
          </Button>
          <Button
            tone="go"
            disabled={draft.state.kind === "saving" || draft.elsewhere}
            onClick={() => void draft.save()}
          >
            {draft.state.kind === "saving" ? words.saving : words.save}
          </Button>
        </div>
      </div>
      {draft.state.kind === "failed" && (
        <NoticeCard tone="late" title={words.notSaved} detail={draft.state.why} />
      )}
      {!draft.online && draft.state.kind !== "failed" && (
        <NoticeCard tone="warm" title={words.needsServer} />
      )}
      {draft.elsewhere && (
        <NoticeCard tone="warm" title={words.elsewhere} detail={words.elsewhereHint}>
          <div className="draft-bar__do">
            <Button onClick={draft.keepMine}>{words.keepMine}</Button>
            <Button onClick={draft.discard}>{words.takeTheirs}</Button>
          </div>
        </NoticeCard>
      )}
      {asking && (
        <Dialog
          title={words.discardTitle}
          closeLabel={common.close}
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button size="kitchen" onClick={() => setAsking(false)}>
                {common.cancel}
              </Button>
              <Button
                size="kitchen"
                tone="stop"
                onClick={() => {
                  setAsking(false);
                  draft.discard();
                }}
              >
                {words.discard}
              </Button>
            </>
          }
        >
          <p>{words.discardHint}</p>
        </Dialog>
      )}
    </section>
  );
}
