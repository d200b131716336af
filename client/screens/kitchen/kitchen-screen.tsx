import { useCallback, useMemo, useRef, useState } from "react";
import { unshown } from "#shared/kitchen/ticket.ts";
import type { Line } from "#shared/orders/order.ts";
import { useAct, useDevice, useLink, useNow, useView } from "../../device/device-context.tsx";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { AllDayIcon, BackIcon, HoldIcon, KeyboardIcon, NextIcon, RecallIcon } from "../../ui/icons.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Mark } from "../../ui/wordmark.tsx";
import { useWords } from "../../words/words.tsx";
import { freshness } from "../shell/freshness.ts";
import { Shell } from "../shell/shell.tsx";
import { useNews, useSoundOfNew } from "../shell/use-news.ts";
import { AllDayPanel } from "./all-day-panel.tsx";
import { heatOfCard, railCards, type Card } from "./cards.ts";
import { coveredStations } from "./covered.ts";
import { heldWork } from "./held.ts";
import { HeldDialog } from "./held-dialog.tsx";
import { JustIn } from "./just-in.tsx";
import { KeyboardSheet } from "./keyboard-sheet.tsx";
import { neighbour } from "./layout.ts";
import { AsidePrompt } from "../orders/aside-prompt.tsx";
import { allMarks, lineMarks } from "../orders/marks.ts";
import { RecallDialog } from "./recall-dialog.tsx";
import { KitchenSettings } from "./kitchen-settings.tsx";
import { TicketCard } from "./ticket-card.tsx";
import { TicketDialog } from "./ticket-dialog.tsx";
import { useBumps } from "./use-bumps.ts";
import { useKitchenKeys } from "./use-kitchen-keys.ts";
import { useRail } from "./use-rail.ts";
import { useRush } from "./use-rush.ts";
import { useSeen } from "../orders/use-seen.ts";
import { useOrdersOnBoard } from "../orders/use-set-aside.ts";
import { useShown } from "./use-shown.ts";
import "./kitchen.css";
import "./ticket.css";

type Open = { kind: "recall" } | { kind: "held" } | { kind: "keys" } | { kind: "ticket"; cardId: string; lineId: string | null } | null;

export default function KitchenScreen() {
  const device = useDevice();
  const view = useView();
  const words = useWords();
  const preferences = usePreferences();
  const { act, failure, forget } = useAct();
  const bumps = useBumps(act);
  const rush = useRush(act);
  const onDrawn = useShown();
  const room = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open>(null);
  const [wantedPage, setPage] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  const { see, clear, cleared, keysOf } = useSeen();
  const minute = useNow(15_000);
  const board = useOrdersOnBoard();

  const chosenStations = preferences.stationIds ?? device.identity.stationIds;
  const stationIds = useMemo(() => coveredStations(chosenStations, view.menu.stations, view.orders.values()), [chosenStations, view.menu.stations, view.orders]);
  const stationName = useCallback((id: string) => view.menu.stations.find((station) => station.id === id)?.name ?? id, [view.menu]);
  const cards = useMemo(() => railCards(board, stationIds, bumps.bumped, cleared, minute), [board, stationIds, bumps.bumped, cleared, minute]);
  useNews(stationIds);
  const rail = useRail(cards, room);
  const { layout } = rail;
  const page = Math.min(wantedPage, layout.pages - 1);
  const places = layout.places.filter((place) => place.page === page);
  const { along } = layout;
  const goPage = (to: number) => {
    setPage(to);
    if (along !== null) room.current?.scrollTo({ left: to * along.pageWidth, behavior: "smooth" });
  };
  const cardAt = (cardId: string | null): Card | undefined => (cardId === null ? undefined : rail.cards.get(cardId));

  const touchLine = useCallback(
    (card: Card, line: Line) => {
      const { orderId } = card.order;
      // Who works on a line has read it.
      see(orderId, lineMarks(card.order, line).map((mark) => mark.key));
      const named = { lineId: line.lineId, generation: line.generation };
      if (line.status === "ready") void act("ticket.recall", { orderId, stationId: line.stationId, lines: [named] });
      else void act("line.setStatus", { orderId, ...named, status: line.status === "queued" ? "preparing" : "ready" });
    },
    [act, see],
  );
  const putBack = (card: Card, line: Line) => {
    void act("ticket.recall", { orderId: card.order.orderId, stationId: line.stationId, lines: [{ lineId: line.lineId, generation: line.generation }] });
    setOpen(null);
  };
  const openMore = useCallback((card: Card, line: Line | null) => setOpen({ kind: "ticket", cardId: card.cardId, lineId: line?.lineId ?? null }), []);
  const { bump: bumpCard } = bumps;
  const bump = useCallback(
    (card: Card) => {
      setChosen(null);
      bumpCard(card);
    },
    [bumpCard],
  );

  useKitchenKeys({
    digit: (digit) => setChosen(places[digit - 1]?.cardId ?? chosen),
    bump: () => {
      const card = cardAt(chosen);
      if (card?.state === "open" && !bumps.bumped.has(card.cardId)) bump(card);
    },
    undo: () => {
      if (bumps.last !== null) bumps.undo(bumps.last);
    },
    recall: () => setOpen({ kind: "recall" }),
    move: (direction) => {
      const to = neighbour(along === null ? places : layout.places, chosen ?? places[0]?.cardId ?? null, direction);
      setChosen(to);
      if (along !== null) goPage(layout.places.find((place) => place.cardId === to)?.page ?? page);
    },
    page: () => goPage((page + 1) % layout.pages),
    allDay: () => prefer({ allDay: !preferences.allDay }),
    help: () => setOpen({ kind: "keys" }),
  });

  const elsewhere = useMemo(() => {
    if (layout.places.length === 0) return [];
    const pageOf = new Map(layout.places.map((place) => [place.cardId, place.page]));
    return cards
      .filter((card) => card.state === "open" && !layout.rail && pageOf.get(card.cardId) !== page && card.tickets.some((ticket) => unshown(ticket).length > 0))
      .map((card) => ({ card, page: pageOf.get(card.cardId) ?? layout.pages - 1 }));
  }, [cards, layout, page]);
  const heldCount = useMemo(() => heldWork(view.orders.values(), stationIds).length, [view.orders, stationIds]);
  const openCount = cards.filter((card) => card.state === "open").length;
  const more = open?.kind === "ticket" ? cardAt(open.cardId) : undefined;
  const unseen = more === undefined ? [] : allMarks(more.order, more.tickets.flatMap((ticket) => ticket.lines)).map((mark) => mark.key).filter((key) => !keysOf(more.cardId).includes(key));

  return (
    <Shell
      title={words.kitchen.title}
      about={`${stationIds.length === 0 ? words.settings.allStations : stationIds.map(stationName).join(", ")} · ${words.kitchen.count(openCount)}`}
      fixed
      controls={<AsidePrompt act={act} />}
      failure={failure}
      onFailureSeen={forget}
      settings={<KitchenSettings stations={view.menu.stations} chosen={chosenStations} />}
    >
      <div className="kitchen">
        <section className="kitchen__tickets" aria-label={words.kitchen.tickets}>
          <div ref={room} className={layout.rail ? "rail rail--scroll" : along === null ? "rail" : "rail rail--along"} {...rail.hands} {...(along === null ? {} : { onScroll: (event) => setPage(Math.round(event.currentTarget.scrollLeft / along.pageWidth)), tabIndex: 0, role: "group", "aria-label": words.kitchen.rail })}>
            {cards.length === 0 && places.length === 0 && <Clear />}
            <div className="rail__sheet" style={layout.rail ? { height: layout.height } : along === null ? undefined : { width: along.width }}>
              {(along === null ? places : layout.places).map((place) => {
                const index = places.indexOf(place);
                const card = rail.cards.get(place.cardId);
                return card === undefined ? null : (
                  <TicketCard
                    key={place.cardId}
                    card={card}
                    place={place}
                    digit={!layout.rail && index >= 0 && index < 9 ? index + 1 : null}
                    chosen={place.cardId === chosen}
                    undoable={bumps.bumped.has(place.cardId)}
                    rushing={rush.pending.has(place.cardId)}
                    stationName={stationName}
                    onLine={touchLine}
                    onMore={openMore}
                    onBump={bump}
                    onUndo={bumps.undo}
                    onStopRush={rush.stop}
                    onSeenVoid={clear}
                    seen={keysOf(place.cardId)}
                    onDrawn={onDrawn}
                  />
                );
              })}
            </div>
          </div>
        </section>
        {preferences.allDay && <AllDayPanel cards={cards} />}
      </div>
      <LateSound cards={cards} />
      <footer className="kitchen-bar">
        <Button size="kitchen" tone="quiet" icon={<AllDayIcon />} aria-pressed={preferences.allDay} onClick={() => prefer({ allDay: !preferences.allDay })}>
          {words.kitchen.allDay}
        </Button>
        <Button size="kitchen" tone="quiet" icon={<RecallIcon />} onClick={() => setOpen({ kind: "recall" })}>
          {words.kitchen.recall}
        </Button>
        <Button size="kitchen" tone="quiet" icon={<HoldIcon />} onClick={() => setOpen({ kind: "held" })}>
          {words.kitchen.heldButton(heldCount)}
        </Button>
        <div className="kitchen-bar__middle">
          <JustIn
            page={page}
            waiting={elsewhere}
            onDrawn={onDrawn}
            onGo={(to, cardId) => {
              goPage(to);
              setChosen(cardId);
            }}
          />
        </div>
        {layout.pages > 1 && <Pages page={page} pages={layout.pages} onGo={goPage} />}
        <IconButton size="kitchen" tone="quiet" className="keyboard-button" label={words.kitchen.keyboard} onClick={() => setOpen({ kind: "keys" })}>
          <KeyboardIcon />
        </IconButton>
      </footer>
      <output className="visually-hidden">{words.kitchen.count(openCount)}</output>
      {open?.kind === "recall" && <RecallDialog stationIds={stationIds} onRecall={bumps.recall} onClose={() => setOpen(null)} />}
      {open?.kind === "held" && <HeldDialog stationIds={stationIds} act={act} onClose={() => setOpen(null)} />}
      {open?.kind === "keys" && <KeyboardSheet onClose={() => setOpen(null)} />}
      {open?.kind === "ticket" && more !== undefined && (
        <TicketDialog
          card={more}
          line={more.order.lines.find((line) => line.lineId === open.lineId) ?? null}
          onClose={() => setOpen(null)}
          onPutBack={putBack}
          onHold={(card) => {
            setOpen(null);
            void act("order.hold", { orderId: card.cardId });
          }}
          onFire={(card, course) => void act("order.fireCourse", { orderId: card.cardId, course })}
          onSeen={unseen.length === 0 ? null : () => {
            see(more.cardId, unseen);
            setOpen(null);
          }}
          onAvailability={(menuItemId, available) => void act("menu.setAvailability", { menuItemId, available })}
          onRush={(card, wanted) => {
            setOpen(null);
            if (wanted) rush.rush(card.cardId);
            else void act("order.rush", { orderId: card.cardId, rush: false });
          }}
        />
      )}
    </Shell>
  );
}

/** Looks at the ages every second by itself, so that the screen around it need not. */
function LateSound({ cards }: { cards: readonly Card[] }) {
  const { settings } = useView();
  const now = useNow();
  useSoundOfNew(cards.filter((card) => card.state === "open" && heatOfCard(card, settings, now) === "late").map((card) => card.cardId), "late");
  return null;
}

/** Nothing to make; said differently where nobody can know that. */
function Clear() {
  const { kitchen: words } = useWords();
  const link = useLink();
  const now = useNow();
  const sure = freshness(link, now) === "fresh" && (link.state === "live" || link.state === "polling");
  return <EmptyState mark={<Mark />} title={sure ? words.emptyTitle : words.emptyStale} detail={sure ? words.emptyDetail : words.emptyStaleDetail} />;
}

function Pages({ page, pages, onGo }: { page: number; pages: number; onGo: (page: number) => void }) {
  const { kitchen: words } = useWords();
  return (
    <nav className="pages" aria-label={words.pages}>
      <IconButton size="kitchen" label={words.previousPage} disabled={page === 0} onClick={() => onGo(page - 1)}>
        <BackIcon />
      </IconButton>
      <p className="pages__where" aria-live="polite">
        {words.page(page + 1, pages)}
      </p>
      <IconButton size="kitchen" label={words.nextPage} disabled={page === pages - 1} onClick={() => onGo(page + 1)}>
        <NextIcon />
      </IconButton>
    </nav>
  );
}
