import { useDevice, useLink, useNotices } from "../../app/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { goTo } from "../../platform/address.ts";
import { useFormat, useWords } from "../../words/words.tsx";

const SHOWN_AT_ONCE = 3;

/** Refusals, failed writes and what stops this device: cards that stay until a person has put them away, or until it is over. */
export function NoticeStack({ failure, onFailureSeen }: { failure: string | null; onFailureSeen?: () => void }) {
  const device = useDevice();
  const link = useLink();
  const notices = useNotices();
  const words = useWords();
  const format = useFormat();
  const stopped = link.sending === "needs-pairing" || link.storage === "full";
  if (!stopped && failure === null && notices.length === 0) return null;
  return (
    <section className="notices" aria-label={words.refusal.title}>
      {link.sending === "needs-pairing" && (
        <NoticeCard tone="late" title={words.link.needsPairing} detail={words.link.pairAgain}>
          <div>
            <Button tone="go" onClick={() => goTo("/pair")}>
              {words.link.pairAgainButton}
            </Button>
          </div>
        </NoticeCard>
      )}
      {link.storage === "full" && <NoticeCard tone="late" title={words.link.storageFull} />}
      {failure !== null && (
        <NoticeCard tone="late" title={failure} dismissLabel={words.common.dismiss} {...(onFailureSeen === undefined ? {} : { onDismiss: onFailureSeen })} />
      )}
      {notices.slice(0, SHOWN_AT_ONCE).map((notice) => (
        <NoticeCard
          key={notice.id}
          tone="warm"
          title={notice.detail === "" ? words.refusal.unknown : notice.detail}
          detail={[words.refusal.title, notice.number === null ? null : words.common.order(notice.number), format.time(notice.at)].filter((part) => part !== null).join(" · ")}
          dismissLabel={words.common.dismiss}
          onDismiss={() => device.dismiss(notice.id)}
        />
      ))}
    </section>
  );
}
