import {
  useDevice,
  useLink,
  useNotices,
  useOrders,
  type ActFailure,
} from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { useSteady } from "../../ui/steady.ts";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { goTo, reload } from "../../platform/address.ts";
import { pairAgainText } from "./link-text.ts";
import { wayBack } from "./way-back.ts";
import { STORAGE_LOST } from "../../device/storage-lost.ts";
import { refusalText } from "../../words/refusal-text.ts";
import { useFormat, useWords } from "../../words/words.tsx";

const SHOWN_AT_ONCE = 3;

/**
 * What stops this device, in the flow of the page, because it stays until somebody does something
 * about it.
 */
export function Stopped() {
  const device = useDevice();
  const link = useLink();
  const notices = useNotices();
  const words = useWords();
  if (link.sending !== "needs-pairing" && link.storage !== "full" && link.storage !== "wiped")
    return null;
  return (
    <div className="stopped">
      {link.sending === "needs-pairing" && (
        <NoticeCard
          tone="late"
          title={words.link.needsPairing}
          detail={pairAgainText(link, notices, words.link)}
        >
          <div>
            <Button tone="go" onClick={() => goTo(wayBack(device.identity))}>
              {words.link.pairAgainButton}
            </Button>
          </div>
        </NoticeCard>
      )}
      {link.storage === "wiped" && (
        <NoticeCard
          tone="late"
          title={words.link.storageWiped}
          detail={words.link.storageWipedHint}
        >
          {/* What it starts from without a network was cleared too. */}
          {link.state !== "offline" && (
            <div>
              <Button tone="go" onClick={reload}>
                {words.link.storageWipedButton}
              </Button>
            </div>
          )}
        </NoticeCard>
      )}
      {link.storage === "full" && <NoticeCard tone="late" title={words.link.storageFull} />}
    </div>
  );
}

/**
 * Refusals and failed writes: cards over the page, so that nothing moves when one comes or goes,
 * until a person has put them away.
 */
export function NoticeStack({ failure }: { failure: ActFailure | null }) {
  const device = useDevice();
  const notices = useNotices();
  const words = useWords();
  const format = useFormat();
  const orders = useOrders();
  // Put one away, and the next slides under the finger.
  const steady = useSteady(
    `${failure?.text ?? ""} ${notices.map((notice) => notice.id).join(" ")}`,
    true,
  );
  if (failure === null && notices.length === 0) return null;
  const tableOf = (number: string | null): string | null => {
    const label =
      number === null
        ? null
        : [...orders.values()].find((order) => order.number === number)?.tableLabel;
    return label === null || label === undefined ? null : words.common.table(label);
  };
  return (
    <section className="notices" aria-label={words.refusal.title} {...steady}>
      {failure !== null && (
        <NoticeCard
          tone="late"
          title={failure.text}
          dismissLabel={words.common.dismiss}
          onDismiss={failure.forget}
        />
      )}
      {notices.slice(0, SHOWN_AT_ONCE).map((notice) => (
        <NoticeCard
          key={notice.id}
          tone="warm"
          title={refusalText(words, notice.code, notice.detail)}
          detail={[
            notice.code === STORAGE_LOST ? null : words.refusal.title,
            notice.number === null ? null : words.common.order(notice.number),
            tableOf(notice.number),
            format.time(notice.at),
          ]
            .filter((part) => part !== null)
            .join(" · ")}
          dismissLabel={words.common.dismiss}
          onDismiss={() => device.dismiss(notice.id)}
        />
      ))}
      {notices.length > SHOWN_AT_ONCE && (
        <p className="notices__more">{words.refusal.more(notices.length - SHOWN_AT_ONCE)}</p>
      )}
    </section>
  );
}
