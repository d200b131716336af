import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { BrandMark } from "../../ui/wordmark.tsx";
import { Speak, useWords } from "../../words/words.tsx";
import { pieces } from "../ordering/basket.ts";
import type { GuestView } from "./guest-order-port.ts";
import { OrderProgress } from "./order-progress.tsx";

/** The table has another code now: what is kept here, and what to do. */
export function LinkGone({ view }: { view: GuestView }) {
  const { menu } = view;
  if (menu === null) return <Gone view={view} />;
  return (
    <Speak settings={menu}>
      <Gone view={view} />
    </Speak>
  );
}

function Gone({ view }: { view: GuestView }) {
  const { guest: words } = useWords();
  const { menu } = view;
  const unsent = view.orders.some((order) => order.answer === null);
  const sent = view.orders.filter((order) => order.answer !== null);
  return (
    <main className="app-center guest__gone" id="main">
      <EmptyState page mark={<BrandMark />} title={words.badLink} detail={words.badLinkHint} />
      {unsent && <NoticeCard tone="warm" title={words.unsentForNewLink} />}
      {view.basket.length > 0 && (
        <NoticeCard tone="info" title={words.keptForNewLink(pieces(view.basket))} />
      )}
      {menu !== null &&
        sent.map((placed) => (
          <Guarded
            key={placed.orderId}
            of={placed}
            plain={<p className="progress__lines">{placed.answer?.number ?? ""}</p>}
          >
            <OrderProgress
              order={placed}
              menu={menu.menu}
              connected={false}
              outgoing={null}
              waitUntil={null}
              onStillWanted={() => undefined}
            />
          </Guarded>
        ))}
    </main>
  );
}
