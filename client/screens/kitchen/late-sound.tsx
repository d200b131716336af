import { memo, useDeferredValue, useMemo } from "react";
import { useNow, useSettings } from "../../device/device-context.tsx";
import { useSoundOfNew } from "../shell/use-news.ts";
import { heatOfCard, type KitchenCard } from "./cards.ts";

/** Looks at the ages every second by itself, so that the screen around it need not. */
export const LateSound = memo(function LateSound({ cards }: { cards: readonly KitchenCard[] }) {
  const settings = useSettings();
  const now = useNow();
  // A sound may come after the cards are drawn: they do not wait until the ages of all are counted.
  const drawn = useDeferredValue(cards);
  const late = useMemo(
    () =>
      drawn
        .filter((card) => card.state === "open" && heatOfCard(card, settings, now) === "late")
        .map((card) => card.cardId),
    [drawn, settings, now],
  );
  useSoundOfNew(late, "late");
  return null;
});
