import type { Act } from "../../device/device-context.tsx";
import { later } from "../../ui/later.tsx";
import type { Seen } from "../orders/use-seen.ts";
import type { KitchenCard } from "./cards.ts";

const HeldDialog = later(async () => (await import("./held-dialog.tsx")).HeldDialog);
const KeyboardSheet = later(async () => (await import("./keyboard-sheet.tsx")).KeyboardSheet);
const KitchenLookBack = later(async () => (await import("./past-rail.tsx")).KitchenLookBack);
const OffDialog = later(async () => (await import("../orders/off-dialog.tsx")).OffDialog);
const RecallDialog = later(async () => (await import("./recall-dialog.tsx")).RecallDialog);
const TicketDialog = later(async () => (await import("./ticket-dialog.tsx")).TicketDialog);

/** Which dialog is open over the board; null: none. */
export type OpenDialog =
  | { kind: "recall" }
  | { kind: "held" }
  | { kind: "keys" }
  | { kind: "off" }
  | { kind: "look-back" }
  | { kind: "ticket"; cardId: string; lineId: string | null; off?: boolean }
  | null;

type DialogsProps = {
  dialog: OpenDialog;
  onClose: () => void;
  act: Act;
  stationIds: readonly string[];
  stationName: (stationId: string) => string;
  /** By id, as the rail has them. */
  cards: ReadonlyMap<string, KitchenCard>;
  /** The open cards. */
  open: readonly KitchenCard[];
  seen: Seen;
  onRecall: (card: KitchenCard) => void;
  onRush: (card: KitchenCard, wanted: boolean) => void;
};

/** Whatever stands over the board: at most one thing at a time. */
export function KitchenDialogs({
  dialog,
  onClose,
  act,
  stationIds,
  stationName,
  cards,
  open,
  seen,
  onRecall,
  onRush,
}: DialogsProps) {
  switch (dialog?.kind) {
    case "recall":
      return <RecallDialog stationIds={stationIds} onRecall={onRecall} onClose={onClose} />;
    case "held":
      return <HeldDialog stationIds={stationIds} act={act} onClose={onClose} />;
    case "off":
      return <OffDialog act={act} onClose={onClose} />;
    case "keys":
      return <KeyboardSheet onClose={onClose} />;
    case "look-back":
      return (
        <KitchenLookBack
          live={open}
          stationIds={stationIds}
          stationName={stationName}
          onClose={onClose}
        />
      );
    case "ticket": {
      const card = cards.get(dialog.cardId);
      if (card === undefined) return null;
      return (
        <TicketDialog
          card={card}
          lineId={dialog.lineId}
          eightySix={dialog.off === true}
          act={act}
          seen={seen.keysOf(card.cardId)}
          onSeen={seen.see}
          onRush={onRush}
          onClose={onClose}
        />
      );
    }
    case undefined:
      return null;
  }
}
