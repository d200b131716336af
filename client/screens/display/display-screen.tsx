import { useMemo, useRef, useState } from "react";
import { useNow } from "../../device/device-context.tsx";
import { remPx } from "../../platform/page.ts";
import { useWords } from "../../words/words.tsx";
import { useOrdersOnBoard } from "../orders/use-set-aside.ts";
import { Shell } from "../shell/shell.tsx";
import { useSoundOfNew } from "../shell/use-news.ts";
import { boardOf, type Shown } from "./board.ts";
import { pageAt, perPage, sizeFor } from "./pages.ts";
import { useRoom } from "./use-room.ts";
import "./display.css";

/**
 * The public board: numbers in preparation and ready, large; names only where a guest gave one.
 * Nobody touches it, so it turns its pages itself.
 */
export default function DisplayScreen() {
  const tickets = useOrdersOnBoard();
  const { display: words, orders, role } = useWords();
  const { preparing, ready } = useMemo(() => boardOf(tickets), [tickets]);
  const readyIds = useMemo(() => ready.map(({ orderId }) => orderId), [ready]);
  useSoundOfNew(readyIds, "chime");
  return (
    <Shell title={role.display} fixed>
      <div className="board">
        <Column
          title={words.preparing}
          orders={preparing}
          tone="preparing"
          empty={`${orders.board.emptyPreparing} ${orders.board.about}`}
        />
        <Column title={words.ready} orders={ready} tone="ready" empty={orders.board.emptyReady} />
      </div>
    </Shell>
  );
}

function Column({
  title,
  orders,
  tone,
  empty,
}: {
  title: string;
  orders: readonly Shown[];
  tone: "preparing" | "ready";
  empty: string;
}) {
  const { orders: words } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const room = useRoom(list);
  const now = useNow();
  const since = useLastArrival(orders, now);
  const rem = remPx();
  const size = sizeFor(
    (room?.width ?? 0) / rem,
    orders.some(({ name }) => name !== null),
  );
  const most =
    room === null
      ? orders.length
      : perPage(room, { width: size.width * rem, height: size.height * rem });
  const { page, pages } = pageAt(orders.length, most, since, now);
  return (
    <section className={`board__column board__column--${tone}`} aria-label={title}>
      <h2 className="board__title">
        {title}
        {pages > 1 && <span className="board__page">{words.board.page(page + 1, pages)}</span>}
      </h2>
      <div ref={list} className="board__room">
        {orders.length === 0 ? (
          <p className="board__empty">{empty}</p>
        ) : (
          <ul
            className="board__numbers"
            aria-live={tone === "ready" ? "polite" : "off"}
            style={{
              gridTemplateColumns: `repeat(auto-fill, minmax(min(${size.width}rem, 100%), 1fr))`,
              gridAutoRows: `${size.height}rem`,
              fontSize: `${size.text}rem`,
            }}
          >
            {orders.slice(page * most, (page + 1) * most).map(({ orderId, number, name }) => (
              <li key={orderId} className="board__number">
                {number}
                {name !== null && (
                  <span className="board__name">
                    <bdi>{name}</bdi>
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** When something last joined the list: the first page is shown from then. */
function useLastArrival(orders: readonly Shown[], now: number): number {
  const [known, setKnown] = useState({ orders, since: now });
  if (known.orders === orders) return known.since;
  const before = new Set(known.orders.map(({ orderId }) => orderId));
  const since = orders.some(({ orderId }) => !before.has(orderId)) ? now : known.since;
  setKnown({ orders, since });
  return since;
}
