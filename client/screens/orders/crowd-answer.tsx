import type { TableCrowd } from "#shared/kitchen/crowds.ts";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { DeedButton } from "./deed-button.tsx";
import { useCrowdDeeds } from "./crowd-deeds.ts";
import "./crowd.css";

/** One alarm for a table where many guests' orders wait (ORD-54), on a card of its own. */
export function CrowdCard({ crowd }: { crowd: TableCrowd }) {
  const { crowd: words } = useWords().door;
  const format = useFormat();
  return (
    <NoticeCard
      tone="late"
      title={words.title(crowd.label, format.number(crowd.orders.length))}
      detail={words.hint}
    >
      <CrowdAnswer crowd={crowd} />
    </NoticeCard>
  );
}

/** Its two answers, each one touch. */
export function CrowdAnswer({ crowd }: { crowd: TableCrowd }) {
  const { crowd: words } = useWords().door;
  const format = useFormat();
  const deeds = useCrowdDeeds(crowd);
  const count = format.number(crowd.orders.length);
  return (
    <>
      <div className="crowd__do">
        <DeedButton
          tone="stop"
          size="kitchen"
          doing={words.clearing(crowd.label)}
          undoable={deeds.clearing}
          disabled={deeds.busy}
          aria-label={words.clearNamed(crowd.label, count)}
          onUndo={deeds.takeBack}
          onClick={deeds.clear}
        >
          {words.clear(count)}
        </DeedButton>
        <Button
          size="kitchen"
          disabled={deeds.busy || deeds.clearing !== undefined}
          aria-label={words.fineNamed(crowd.label)}
          onClick={deeds.fine}
        >
          {words.fine}
        </Button>
      </div>
      {deeds.failure !== null && <p role="alert">{deeds.failure}</p>}
    </>
  );
}
