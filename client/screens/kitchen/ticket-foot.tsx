import type { ReactNode } from "react";
import { unreachable } from "#shared/kernel/assert.ts";
import { Button } from "../../ui/button.tsx";
import { AllergyIcon, TickIcon, UndoIcon } from "../../ui/icons.tsx";
import { useSteady } from "../../ui/steady.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { useNow } from "../../device/device-context.tsx";
import { plainNumber } from "../orders/plain-order.tsx";
import { openLines, type KitchenCard } from "./cards.ts";
import type { FootControl } from "./foot-control.ts";
import { RUSH_STEP_MS } from "./use-rush.ts";

export type FootProps = {
  card: KitchenCard;
  /** The digit that chooses it, 1 to 9, or null. */
  digit: number | null;
  chosen: boolean;
  control: FootControl;
  onBump: (card: KitchenCard) => void;
  onUndo: (cardId: string) => void;
  onStopRush: (cardId: string) => void;
  onSeenVoid: (cardId: string) => void;
};

/**
 * One place for one control at a time: each takes the other's under the finger, so none counts
 * before it has stood for a moment.
 */
export function TicketFoot({ digit, chosen, ...button }: FootProps) {
  const { card, control } = button;
  return (
    <footer className="ticket__foot" {...useSteady(control.kind, true)}>
      <FootButton {...button} />
      {digit !== null && control.kind !== "undo" && card.state !== "done" && (
        <kbd
          className={chosen ? "ticket__digit ticket__digit--chosen" : "ticket__digit"}
          aria-hidden="true"
        >
          {digit}
        </kbd>
      )}
    </footer>
  );
}

function FootButton({
  card,
  control,
  onBump,
  onUndo,
  onStopRush,
  onSeenVoid,
}: Omit<FootProps, "digit" | "chosen">) {
  const { kitchen: words } = useWords();
  const number = plainNumber(card.order);
  switch (control.kind) {
    case "undo":
      return (
        <Button
          tone="paper"
          size="kitchen"
          wide
          icon={<UndoIcon />}
          aria-label={words.undoTicket(number)}
          className="ticket__undo"
          onClick={() => onUndo(card.cardId)}
        >
          {words.undo}
        </Button>
      );
    case "rush":
      return (
        <Button tone="stop" size="kitchen" wide onClick={() => onStopRush(card.cardId)}>
          <Countdown to={control.at}>{(seconds) => words.stopRush(seconds)}</Countdown>
        </Button>
      );
    case "voided":
      return (
        <Button
          tone="stop"
          size="kitchen"
          wide
          aria-label={words.clearCancelled(number)}
          onClick={() => onSeenVoid(card.cardId)}
        >
          {words.acknowledge}
        </Button>
      );
    case "unread":
      return (
        <Button tone="stop" size="kitchen" wide icon={<AllergyIcon />} onClick={() => onBump(card)}>
          {words.readAllergy}
        </Button>
      );
    case "bump":
      return (
        <Button
          tone="go"
          size="kitchen"
          wide
          icon={<TickIcon />}
          disabled={openLines(card).length === 0}
          className="ticket__bump"
          aria-label={words.bumpTicket(number)}
          onClick={() => onBump(card)}
        >
          {words.bump}
        </Button>
      );
    default:
      return unreachable(control);
  }
}

/** Nothing is promised before it is over, so it is said how long that is. */
function Countdown({ to, children }: { to: number; children: (seconds: string) => ReactNode }) {
  const now = useNow(RUSH_STEP_MS);
  const format = useFormat();
  return children(format.number(Math.max(1, Math.ceil((to - now) / RUSH_STEP_MS))));
}
