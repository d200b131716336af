import { memo, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { Line, Order } from "#shared/orders/order.ts";
import { useAct, useDevice, useLink, useMenu, useNow, useOrders, useSettings } from "../../device/device-context.tsx";
import { focusedData } from "../../platform/page.ts";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { later } from "../../ui/later.tsx";
import { BrandMark } from "../../ui/wordmark.tsx";
import { useWords } from "../../words/words.tsx";
import { freshness } from "../shell/freshness.ts";
import { Shell } from "../shell/shell.tsx";
import { useNews, useSoundOfNew } from "../shell/use-news.ts";
import { AllDayPanel, PlainAllDay } from "./all-day-panel.tsx";
import { heatOfCard, openLines, type KitchenCard } from "./cards.ts";
import { heldWork, mayHold } from "./held.ts";
import { KitchenBar } from "./kitchen-bar.tsx";
import { PlainTicket } from "./plain-ticket.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { MOST_DRAWN } from "../orders/most-tickets-drawn.ts";
import { AsidePrompt } from "../orders/aside-prompt.tsx";
import { LeftOverPrompt } from "../orders/left-over-prompt.tsx";
import { lineMarks } from "../orders/marks.ts";
import { Strip } from "./strip.tsx";
import { TicketCard } from "./ticket-card.tsx";
import { useBumps } from "./use-bumps.ts";
import { useCards } from "./use-cards.ts";
import { useChoice } from "./use-choice.ts";
import { useKitchenKeys } from "./use-kitchen-keys.ts";
import { useRail } from "./use-rail.ts";
import { useRush } from "./use-rush.ts";
import { useSeen } from "../orders/use-seen.ts";
import { useStationName } from "../orders/use-station-name.ts";
import { useShown } from "./use-shown.ts";
import { useUnread } from "./use-unread.ts";
import "./kitchen.css";
import "./ticket.css";

const HeldDialog = later(async () => (await import("./held-dialog.tsx")).HeldDialog);
const KeyboardSheet = later(async () => (await import("./keyboard-sheet.tsx")).KeyboardSheet);
const KitchenLookBack = later(async () => (await import("./past-rail.tsx")).KitchenLookBack);
const KitchenSettings = later(async () => (await import("./kitchen-settings.tsx")).KitchenSettings);
const OffDialog = later(async () => (await import("../orders/off-dialog.tsx")).OffDialog);
const RecallDialog = later(async () => (await import("./recall-dialog.tsx")).RecallDialog);
const TicketDialog = later(async () => (await import("./ticket-dialog.tsx")).TicketDialog);

type OpenDialog = { kind: "recall" } | { kind: "held" } | { kind: "keys" } | { kind: "off" } | { kind: "look-back" } | { kind: "ticket"; cardId: string; lineId: string | null; off?: boolean } | null;

export default function KitchenScreen() {
  const device = useDevice();
  const orders = useOrders();
  const menu = useMenu();
  const words = useWords();
  const preferences = usePreferences();
  const { act, failure, forget } = useAct();
  const bumps = useBumps(act);
  const rush = useRush(act);
  const onDrawn = useShown();
  const room = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const { see, clear, cleared, keysOf } = useSeen();
  const { cards, stationIds, chosenStations } = useCards(bumps.kept, cleared);
  const stationName = useStationName();
  useNews(stationIds);
  // An update of the app waits for these stations' rail, not for those that the tablet was paired with.
  useEffect(() => device.covers(stationIds), [device, stationIds]);
  const rail = useRail(cards, room);
  const { layout } = rail;
  const { along } = layout;
  const choice = useChoice(layout, room);
  const { page, chosen, choose, unchoose } = choice;
  const chosenCard = chosen === null ? undefined : rail.cards.get(chosen);

  const { bump: bumpCard } = bumps;
  const { stop: stopRush } = rush;
  const { cardId: unread, mayBump } = useUnread();
  const bump = useCallback(
    (card: KitchenCard) => {
      if (!mayBump(card.cardId)) return;
      unchoose();
      stopRush(card.cardId);
      bumpCard(card);
    },
    [bumpCard, unchoose, stopRush, mayBump],
  );
  const latest = useRef({ cards: rail.cards, bump });
  useEffect(() => {
    latest.current = { cards: rail.cards, bump };
  });
  const touchLine = useCallback(
    ({ orderId }: Order, line: Line) => {
      const card = latest.current.cards.get(orderId);
      if (card === undefined) return;
      // Who works on a line has read it.
      see(orderId, lineMarks(line, card.seenAt).map((mark) => mark.key));
      const named = { lineId: line.lineId, generation: line.generation };
      if (line.status === "ready") void act("ticket.recall", { orderId, stationId: line.stationId, lines: [named] });
      // Its last line finishes a card as a bump does, and can be taken back like one.
      else if (line.status === "preparing" && openLines(card).length === 1) latest.current.bump(card);
      else void act("line.setStatus", { orderId, ...named, status: line.status === "queued" ? "preparing" : "ready" });
    },
    [act, see],
  );
  const openMore = useCallback(({ orderId }: Pick<Order, "orderId">, line: Line | null) => setDialog({ kind: "ticket", cardId: orderId, lineId: line?.lineId ?? null }), []);
  const askRush = (card: KitchenCard, wanted: boolean) => {
    if (wanted) rush.rush(card.cardId);
    else void act("order.rush", { orderId: card.cardId, rush: false });
  };

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
      if (chosenCard?.state === "open" && mayHold(chosenCard.order)) void act("order.hold", { orderId: chosenCard.cardId });
      else setDialog({ kind: "held" });
    },
    fire() {
      const next = chosenCard?.held[0]?.course;
      if (chosenCard !== undefined && next !== undefined && next !== null) void act("order.fireCourse", { orderId: chosenCard.cardId, course: next });
      else setDialog({ kind: "held" });
    },
    eightySix() {
      const cardId = focusedData("card") ?? chosen;
      setDialog(cardId === null ? { kind: "off" } : { kind: "ticket", cardId, lineId: focusedData("line"), off: true });
    },
    more() {
      if (chosen !== null) setDialog({ kind: "ticket", cardId: chosen, lineId: focusedData("line") });
    },
    page() {
      choice.turn();
      prefer({ digits: true });
    },
    allDay: () => prefer({ allDay: !preferences.allDay }),
    help: () => setDialog({ kind: "keys" }),
    burst: unchoose,
  });

  const open = useMemo(() => cards.filter((card) => card.state === "open"), [cards]);
  const beyond = useMemo(() => cards.slice(MOST_DRAWN).filter((card) => card.state === "open"), [cards]);
  const [here, elsewhere] = useMemo(() => {
    const inSight = new Set(layout.places.filter((place) => place.page === page).map((place) => place.cardId));
    return [cards.filter((card) => inSight.has(card.cardId)), layout.rail ? beyond : open.filter((card) => !inSight.has(card.cardId))];
  }, [cards, open, beyond, layout, page]);
  // What has no place on any page is looked at by itself.
  const go = (cardId: string) => (beyond.some((card) => card.cardId === cardId) ? setDialog({ kind: "ticket", cardId, lineId: null }) : choose(cardId));
  const heldCount = useMemo(() => heldWork(orders.values(), stationIds).length, [orders, stationIds]);
  const more = dialog?.kind === "ticket" ? rail.cards.get(dialog.cardId) : undefined;
  const classes = ["rail", layout.rail ? "rail--scroll" : along === null ? "" : "rail--along", preferences.digits ? "rail--digits" : ""];

  return (
    <Shell
      title={words.kitchen.title}
      about={`${stationIds.length === 0 ? words.settings.allStations : stationIds.map(stationName).join(", ")} · ${words.kitchen.count(open.length)}`}
      fixed
      controls={<><AsidePrompt act={act} /><LeftOverPrompt act={act} /></>}
      failure={failure}
      onFailureSeen={forget}
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
          {/* A finger says what is meant from now on, and no longer a digit. */}
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only watches for fingers: what they touch is inside */}
          <div
            ref={room}
            className={classes.filter(Boolean).join(" ")}
            onPointerDown={unchoose}
            {...(along === null ? {} : { onScroll: (event) => choice.onScroll(event.currentTarget.scrollLeft), tabIndex: 0, role: "group", "aria-label": words.kitchen.rail })}
          >
            {cards.length === 0 && choice.places.length === 0 && <Clear />}
            <div className="rail__sheet" style={layout.rail ? { height: layout.height + (beyond.length > 0 ? 0 : layout.strip) } : along === null ? undefined : { width: along.width }}>
              {choice.places.map((place) => {
                const card = rail.cards.get(place.cardId);
                if (card === undefined) return null;
                const foot = {
                  card,
                  digit: choice.digitOf(place.cardId),
                  chosen: place.cardId === chosen,
                  undoable: bumps.kept.has(place.cardId),
                  unread: place.cardId === unread,
                  rushAt: rush.pending.get(place.cardId) ?? null,
                  onBump: bump,
                  onUndo: bumps.undo,
                  onStopRush: rush.stop,
                  onSeenVoid: clear,
                };
                return (
                  <Guarded key={place.cardId} of={card} plain={<PlainTicket {...foot} place={place} onDrawn={onDrawn} />}>
                    <TicketCard {...foot} place={place} stationName={stationName} onLine={touchLine} onMore={openMore} seen={keysOf(place.cardId)} onDrawn={onDrawn} />
                  </Guarded>
                );
              })}
            </div>
            {layout.rail && beyond.length > 0 && (
              <div style={{ paddingBottom: layout.strip }}>
                <AndMore count={beyond.length} />
              </div>
            )}
          </div>
          {layout.strip > 0 && <Strip here={here} elsewhere={elsewhere} index={layout.rail ? open : elsewhere} pageOf={choice.pageOf} height={layout.strip} type={rail.type} onGo={go} onDrawn={onDrawn} />}
        </section>
        {preferences.allDay && <Guarded of={cards} plain={<PlainAllDay cards={cards} />}><AllDayPanel cards={cards} /></Guarded>}
      </div>
      <LateSound cards={cards} />
      <KitchenBar held={heldCount} beyond={layout.rail ? 0 : beyond.length} page={page} pages={layout.pages} onGo={choice.goPage} onRecall={() => setDialog({ kind: "recall" })} onHeld={() => setDialog({ kind: "held" })} onKeys={() => setDialog({ kind: "keys" })} />
      <output className="visually-hidden">{words.kitchen.count(open.length)}</output>
      {dialog?.kind === "recall" && <RecallDialog stationIds={stationIds} onRecall={bumps.recall} onClose={() => setDialog(null)} />}
      {dialog?.kind === "held" && <HeldDialog stationIds={stationIds} act={act} onClose={() => setDialog(null)} />}
      {dialog?.kind === "off" && <OffDialog act={act} onClose={() => setDialog(null)} />}
      {dialog?.kind === "keys" && <KeyboardSheet onClose={() => setDialog(null)} />}
      {dialog?.kind === "look-back" && <KitchenLookBack live={open} stationIds={stationIds} stationName={stationName} onClose={() => setDialog(null)} />}
      {dialog?.kind === "ticket" && more !== undefined && (
        <TicketDialog card={more} lineId={dialog.lineId} eightySix={dialog.off === true} act={act} seen={keysOf(more.cardId)} onSeen={see} onRush={askRush} onClose={() => setDialog(null)} />
      )}
    </Shell>
  );
}

/** Looks at the ages every second by itself, so that the screen around it need not. */
const LateSound = memo(function LateSound({ cards }: { cards: readonly KitchenCard[] }) {
  const settings = useSettings();
  const now = useNow();
  // A sound may come after the cards are drawn: they do not wait until the ages of all are counted.
  const drawn = useDeferredValue(cards);
  const late = useMemo(() => drawn.filter((card) => card.state === "open" && heatOfCard(card, settings, now) === "late").map((card) => card.cardId), [drawn, settings, now]);
  useSoundOfNew(late, "late");
  return null;
});

/** Nothing to make; said differently where nobody can know that. */
function Clear() {
  const { kitchen: words } = useWords();
  const link = useLink();
  const now = useNow();
  const sure = freshness(link, now) === "fresh" && (link.state === "live" || link.state === "polling");
  return <EmptyState mark={<BrandMark />} title={sure ? words.emptyTitle : words.emptyStale} detail={sure ? words.emptyDetail : words.emptyStaleDetail} />;
}
