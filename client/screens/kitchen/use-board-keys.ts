import type { Act } from "../../device/device-context.tsx";
import { focusedData } from "../../platform/page.ts";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import type { KitchenCard } from "./cards.ts";
import { mayHold } from "./held.ts";
import type { OpenDialog } from "./kitchen-dialogs.tsx";
import type { Bumps } from "./use-bumps.ts";
import type { Choice } from "./use-choice.ts";
import { useKitchenKeys } from "./use-kitchen-keys.ts";
import type { Rush } from "./use-rush.ts";

type BoardKeysDeps = {
  act: Act;
  choice: Choice;
  /** By id, as the rail has them. */
  cards: ReadonlyMap<string, KitchenCard>;
  bumps: Bumps;
  rush: Rush;
  bump: (card: KitchenCard) => void;
  askRush: (card: KitchenCard, wanted: boolean) => void;
  clear: (cardId: string) => void;
  setDialog: (dialog: OpenDialog) => void;
};

/** What each key means on this board (use-kitchen-keys.ts says when it counts). */
export function useBoardKeys({
  act,
  choice,
  cards,
  bumps,
  rush,
  bump,
  askRush,
  clear,
  setDialog,
}: BoardKeysDeps): void {
  const preferences = usePreferences();
  const { chosen, unchoose } = choice;
  const chosenCard = chosen === null ? undefined : cards.get(chosen);
  useKitchenKeys({
    digit(digit) {
      choice.digit(digit);
      prefer({ digits: true });
    },
    move: choice.move,
    enter() {
      if (chosenCard?.state === "voided") clear(chosenCard.cardId);
      else if (chosenCard?.state === "open") bump(chosenCard);
    },
    undo() {
      if (bumps.last !== null) bumps.undo(bumps.last);
    },
    recall: () => setDialog({ kind: "recall" }),
    rush() {
      if (chosenCard?.state !== "open") return;
      if (rush.pending.has(chosenCard.cardId)) rush.stop(chosenCard.cardId);
      else askRush(chosenCard, !chosenCard.order.rush);
    },
    hold() {
      if (chosenCard?.state === "open" && mayHold(chosenCard.order))
        void act("order.hold", { orderId: chosenCard.cardId });
      else setDialog({ kind: "held" });
    },
    fire() {
      const next = chosenCard?.held[0]?.course;
      if (chosenCard !== undefined && next !== undefined && next !== null)
        void act("order.fireCourse", { orderId: chosenCard.cardId, course: next });
      else setDialog({ kind: "held" });
    },
    eightySix() {
      const cardId = focusedData("card") ?? chosen;
      setDialog(
        cardId === null
          ? { kind: "off" }
          : { kind: "ticket", cardId, lineId: focusedData("line"), off: true },
      );
    },
    more() {
      if (chosen !== null)
        setDialog({ kind: "ticket", cardId: chosen, lineId: focusedData("line") });
    },
    page() {
      choice.turn();
      prefer({ digits: true });
    },
    allDay: () => prefer({ allDay: !preferences.allDay }),
    help: () => setDialog({ kind: "keys" }),
    burst: unchoose,
  });
}
