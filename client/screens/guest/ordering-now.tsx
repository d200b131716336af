import type { GuestOrderingNow } from "#shared/api/guests.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";

/** Why nobody can order from here now, before anybody fills a basket; nothing where they can. */
export function OrderingNow({ ordering }: { ordering: GuestOrderingNow }) {
  const { guest: words } = useWords().door;
  const format = useFormat();
  if (ordering.state === "open") return null;
  const { state, until } = ordering;
  const title =
    state === "closed"
      ? words.closed
      : until === null
        ? words.paused
        : words.pausedUntil(format.time(fromIso(until)));
  return <NoticeCard tone="warm" title={title} detail={words.hint} />;
}
