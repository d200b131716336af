import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { MenuItem } from "#shared/menu/menu.ts";
import { applyGuestTheme } from "../../ui/preferences.ts";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Fresh } from "../../ui/fresh.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { BasketIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { TouchNote } from "../../ui/touch-note.tsx";
import { Dropped } from "./dropped.tsx";
import { BrandMark } from "../../ui/wordmark.tsx";
import { address, onAddress } from "../../platform/address.ts";
import { ids } from "../../platform/ids.ts";
import { setLanguage, setTitle } from "../../platform/page.ts";
import { readSaved, save } from "../../platform/local-storage.ts";
import { refusalText } from "../../words/refusal-text.ts";
import { Speak, useFormat, useWords } from "../../words/words.tsx";
import {
  addLine,
  basketTotal,
  emptyLine,
  itemOf,
  pieces,
  replaceLine,
  type BasketLine,
} from "../ordering/basket.ts";
import { BasketDialog } from "./basket-dialog.tsx";
import { OrderingNow } from "./ordering-now.tsx";
import { LinkGone } from "./link-gone.tsx";
import { DishDialog } from "../ordering/dish-dialog.tsx";
import { DishPicker } from "../ordering/dish-picker.tsx";
import type { Guest, GuestView } from "./guest-order-port.ts";
import { OrderProgress } from "./order-progress.tsx";
import { useGuest } from "./use-guest.ts";
import "./guest.css";

const LAST_TABLE = "heard.guest.table";

/**
 * A guest's page: the secret comes from the fragment of the table's link, or, installed, from the
 * last link that was opened.
 */
export default function GuestScreen() {
  const words = useWords();
  const { fragment } = useSyncExternalStore(onAddress, address);
  const saved = readSaved(LAST_TABLE);
  const token = fragment !== "" ? fragment : typeof saved === "string" ? saved : null;
  useEffect(() => {
    if (fragment !== "") save(LAST_TABLE, fragment);
  }, [fragment]);
  useEffect(applyGuestTheme, []);
  if (token === null) return <Nothing title={words.guest.noLink} />;
  // A table's new code scanned in the same tab is another table as far as this page goes.
  return <AtTable key={token} token={token} />;
}

function AtTable({ token }: { token: string }) {
  const words = useWords();
  const { guest, view } = useGuest(token);
  const { menu } = view;
  useEffect(() => {
    if (menu === null) return;
    setTitle(menu.restaurantName);
    setLanguage(menu.locale);
  }, [menu]);
  if (view.link === "gone") return <LinkGone view={view} />;
  if (menu === null && view.waitUntil !== null)
    return <Nothing title={words.guest.menuTooMany} detail={words.guest.menuTooManyHint} />;
  if (menu === null)
    return view.link === "opening" && view.contact !== "answered" ? (
      <Opening onRetry={() => void guest.attend()} />
    ) : (
      <Nothing title={words.guest.noContact} detail={words.guest.noContactHint} />
    );
  return (
    <Speak settings={menu}>
      <Ordering guest={guest} view={view} menu={menu} />
      <TouchNote />
    </Speak>
  );
}

function Ordering({
  guest,
  view,
  menu,
}: {
  guest: Guest;
  view: GuestView;
  menu: NonNullable<GuestView["menu"]>;
}) {
  const all = useWords();
  const { guest: words, take } = all;
  const format = useFormat();
  const [dialog, setDialog] = useState<{ item: MenuItem; line: BasketLine; isNew: boolean } | null>(
    null,
  );
  const [open, setOpen] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  const counts = useMemo(() => {
    const map = new Map<string, number>();
    for (const line of view.basket)
      map.set(line.menuItemId, (map.get(line.menuItemId) ?? 0) + line.quantity);
    return map;
  }, [view.basket]);
  const total = format.money(basketTotal(view.basket, menu.menu));
  const pick = (item: MenuItem) => {
    const line = emptyLine(ids.next(), item.id, item.name);
    if ((item.modifiers ?? []).length > 0) setDialog({ item, line, isNew: true });
    else guest.edit({ basket: addLine(view.basket, line) });
  };
  const order = () => {
    guest.order();
    setOpen(false);
    // What became of it stands above the menu that the guest may have scrolled through.
    top.current?.scrollIntoView();
    void guest.attend();
  };
  const offline = view.contact === "unanswered";
  return (
    <div className="guest" ref={top}>
      <header className="guest__head">
        <div>
          <h1 className="guest__name" dir="auto">
            {menu.restaurantName}
          </h1>
          <p className="guest__table">
            <Fresh>{words.atTable(menu.tableLabel)}</Fresh>
          </p>
        </div>
        <BrandMark />
      </header>
      <main className="guest__main" id="main">
        {/* Above the orders that were taken before: below "The kitchen has it" nobody would look for it. */}
        {view.refusal !== null && (
          <NoticeCard
            tone="late"
            title={words.refusedTitle}
            detail={refusalText(all, view.refusal.code, view.refusal.detail)}
          />
        )}
        {view.orders.map((placed) => (
          <Guarded
            key={placed.orderId}
            of={placed}
            plain={<p className="progress__lines">{placed.answer?.number ?? ""}</p>}
          >
            <OrderProgress
              order={placed}
              menu={menu.menu}
              connected={view.contact === "answered"}
              outgoing={view.outgoing?.orderId === placed.orderId ? view.outgoing : null}
              waitUntil={view.waitUntil}
              onStillWanted={(yes) => {
                guest.stillWanted(placed.orderId, yes);
                void guest.attend();
              }}
            />
          </Guarded>
        ))}
        <OrderingNow ordering={menu.ordering} />
        {!open && <Dropped names={view.dropped} onSeen={guest.seenDropped} />}
        {!view.kept && <NoticeCard tone="late" title={words.notKept} detail={words.notKeptHint} />}
        {offline && <NoticeCard tone="warm" title={words.oldMenu} />}
        {view.orders.length > 0 && <h2 className="guest__again">{words.again}</h2>}
        <DishPicker
          menu={menu.menu}
          counts={counts}
          offCanBeChosen={false}
          offLabel={words.off}
          dishLabel={(item) => take.dish(item.name, format.money(item.price))}
          onPick={pick}
        />
      </main>
      {view.basket.length > 0 && (
        <div className="guest__bar">
          <Button
            tone="go"
            size="kitchen"
            wide
            icon={<BasketIcon />}
            aria-label={words.basketButton(pieces(view.basket), total)}
            onClick={() => setOpen(true)}
          >
            {`${words.basketShort(pieces(view.basket))}, ${total}`}
          </Button>
        </div>
      )}
      {open && view.basket.length > 0 && (
        <BasketDialog
          guest={guest}
          view={view}
          menu={menu.menu}
          total={total}
          ordering={menu.ordering}
          onClose={() => setOpen(false)}
          onOrder={order}
          onEdit={(line) => {
            const item = itemOf(menu.menu, line.menuItemId);
            if (item !== undefined) setDialog({ item, line, isNew: false });
          }}
        />
      )}
      {dialog !== null && (
        <DishDialog
          item={dialog.item}
          line={dialog.line}
          isNew={dialog.isNew}
          staff={false}
          noteLabel={words.note}
          onClose={() => setDialog(null)}
          onDone={(line) => {
            guest.edit({
              basket: dialog.isNew ? addLine(view.basket, line) : replaceLine(view.basket, line),
            });
            setDialog(null);
          }}
        />
      )}
    </div>
  );
}

const OPENING_MS = 6_000;

/** Opening, and after a while why it does not open: never a spinner for ever. */
function Opening({ onRetry }: { onRetry: () => void }) {
  const words = useWords();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), OPENING_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!long) return <Nothing title={words.guest.opening} />;
  return (
    <Nothing title={words.guest.noContact} detail={words.guest.noContactHint}>
      <Button tone="go" size="kitchen" onClick={onRetry}>
        {words.common.retry}
      </Button>
    </Nothing>
  );
}

const Nothing = ({
  title,
  detail,
  children,
}: {
  title: string;
  detail?: string;
  children?: React.ReactNode;
}) => (
  <main className="app-center">
    <EmptyState page mark={<BrandMark />} title={title} detail={detail}>
      {children}
    </EmptyState>
  </main>
);
