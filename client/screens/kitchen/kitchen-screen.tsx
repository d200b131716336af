import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Line, Order } from "#shared/orders/order.ts";
import { useAct, useDevice, useMenu, useOrders } from "../../device/device-context.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Guarded } from "../../ui/guarded.tsx";
import { later } from "../../ui/later.tsx";
import { useWords } from "../../words/words.tsx";
import { Shell } from "../shell/shell.tsx";
import { useNews } from "../shell/use-news.ts";
import { AllDayPanel, PlainAllDay } from "./all-day-panel.tsx";
import { heldWork } from "./held.ts";
import { KitchenBar } from "./kitchen-bar.tsx";
import { KitchenDialogs, type OpenDialog } from "./kitchen-dialogs.tsx";
import { LateSound } from "./late-sound.tsx";
import { TicketRail } from "./ticket-rail.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { AsidePrompt } from "../orders/aside-prompt.tsx";
import { LeftOverPrompt } from "../orders/left-over-prompt.tsx";
import { Strip } from "./strip.tsx";
import { useBoardKeys } from "./use-board-keys.ts";
import { useBumps } from "./use-bumps.ts";
import { useCards } from "./use-cards.ts";
import { useChoice } from "./use-choice.ts";
import { useHands } from "./use-hands.ts";
import { useRail } from "./use-rail.ts";
import { useRush } from "./use-rush.ts";
import { useSeen } from "../orders/use-seen.ts";
import { useStationName } from "../orders/use-station-name.ts";
import { useShown } from "./use-shown.ts";
import "./kitchen.css";
import "./ticket.css";
import "./ticket-foot.css";

const KitchenSettings = later(async () => (await import("./kitchen-settings.tsx")).KitchenSettings);

export default function KitchenScreen() {
  const device = useDevice();
  const orders = useOrders();
  const menu = useMenu();
  const words = useWords();
  const preferences = usePreferences();
  const { act, failure } = useAct();
  const bumps = useBumps(act);
  const rush = useRush(act);
  const onDrawn = useShown();
  const room = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const seen = useSeen();
  const { cards, stationIds, chosenStations } = useCards(bumps.kept, seen.cleared);
  const stationName = useStationName();
  useNews(stationIds);
  // An update of the app waits for these stations' rail, not for those that the tablet was paired
  // with.
  useEffect(() => device.covers(stationIds), [device, stationIds]);
  const rail = useRail(cards, room);
  const { layout } = rail;
  const choice = useChoice(layout, room);
  const { page, choose, unchoose } = choice;
  const hands = useHands({ act, cards: rail.cards, bumps, rush, see: seen.see, unchoose });
  const openMore = useCallback(
    ({ orderId }: Pick<Order, "orderId">, line: Line | null) =>
      setDialog({ kind: "ticket", cardId: orderId, lineId: line?.lineId ?? null }),
    [],
  );
  useBoardKeys({
    act,
    choice,
    cards: rail.cards,
    bumps,
    rush,
    bump: hands.bump,
    askRush: hands.askRush,
    clear: seen.clear,
    setDialog,
  });

  const open = useMemo(() => cards.filter((card) => card.state === "open"), [cards]);
  const beyond = useMemo(
    () => cards.slice(MOST_DRAWN).filter((card) => card.state === "open"),
    [cards],
  );
  const [here, elsewhere] = useMemo(() => {
    const inSight = new Set(
      layout.places.filter((place) => place.page === page).map((place) => place.cardId),
    );
    return [
      cards.filter((card) => inSight.has(card.cardId)),
      layout.rail ? beyond : open.filter((card) => !inSight.has(card.cardId)),
    ];
  }, [cards, open, beyond, layout, page]);
  // What has no place on any page is looked at by itself.
  const go = (cardId: string) =>
    beyond.some((card) => card.cardId === cardId)
      ? setDialog({ kind: "ticket", cardId, lineId: null })
      : choose(cardId);
  const heldCount = useMemo(
    () => heldWork(orders.values(), stationIds).length,
    [orders, stationIds],
  );

  return (
    <Shell
      title={words.kitchen.title}
      about={`${stationIds.length === 0 ? words.settings.allStations : stationIds.map(stationName).join(", ")} · ${words.kitchen.count(open.length)}`}
      fixed
      controls={
        <>
          <AsidePrompt act={act} />
          <LeftOverPrompt act={act} />
        </>
      }
      failure={failure}
      settings={(closeSettings) => (
        <KitchenSettings
          act={act}
          stations={menu.stations}
          chosen={chosenStations}
          onLookBack={() => {
            closeSettings();
            setDialog({ kind: "look-back" });
          }}
        />
      )}
    >
      <div className="kitchen">
        <section className="kitchen__tickets" aria-label={words.kitchen.tickets}>
          <TicketRail
            room={room}
            rail={rail}
            choice={choice}
            bumps={bumps}
            rush={rush}
            hands={hands}
            seen={seen}
            stationName={stationName}
            empty={cards.length === 0}
            beyond={beyond.length}
            onMore={openMore}
            onDrawn={onDrawn}
          />
          {layout.strip > 0 && (
            <Strip
              here={here}
              elsewhere={elsewhere}
              index={layout.rail ? open : elsewhere}
              pageOf={choice.pageOf}
              height={layout.strip}
              type={rail.type}
              onGo={go}
              onDrawn={onDrawn}
            />
          )}
        </section>
        {preferences.allDay && (
          <Guarded of={cards} plain={<PlainAllDay cards={cards} />}>
            <AllDayPanel cards={cards} />
          </Guarded>
        )}
      </div>
      <LateSound cards={cards} />
      <KitchenBar
        held={heldCount}
        beyond={layout.rail ? 0 : beyond.length}
        page={page}
        pages={layout.pages}
        onGo={choice.goPage}
        onRecall={() => setDialog({ kind: "recall" })}
        onHeld={() => setDialog({ kind: "held" })}
        onKeys={() => setDialog({ kind: "keys" })}
      />
      <output className="visually-hidden">{words.kitchen.count(open.length)}</output>
      <KitchenDialogs
        dialog={dialog}
        onClose={() => setDialog(null)}
        act={act}
        stationIds={stationIds}
        stationName={stationName}
        cards={rail.cards}
        open={open}
        seen={seen}
        onRecall={bumps.recall}
        onRush={hands.askRush}
      />
    </Shell>
  );
}
