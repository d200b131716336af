import { useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { useDevice, useLink, useNow } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useLasting } from "../../ui/lasting.ts";
import { goTo } from "../../platform/address.ts";
import { wayBack } from "./way-back.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { linkText } from "./link-text.ts";

/** On a live link, actions are said to wait once they have waited for so long. */
const WAITING_SAID_AFTER_MS = 2 * SECOND;

/** Always in sight. Touching it tells the whole story. */
export function LinkBadge() {
  const link = useLink();
  const now = useNow();
  const words = useWords();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  // While all is well an action waits for a moment only: that is not worth a word.
  const waits = useLasting(link.waiting > 0, WAITING_SAID_AFTER_MS) || link.state !== "live" || link.sending === "needs-pairing" || link.sending === "needs-update";
  const { text, tone } = linkText(waits ? link : { ...link, waiting: 0 }, now, words.link, format);
  return (
    <>
      <button type="button" className={`link-badge link-badge--${tone}`} data-testid="link-badge" data-link={link.state} data-waiting={link.waiting} aria-label={`${words.link.label}: ${text}`} onClick={() => setOpen(true)}>
        <span className={`link-badge__dot link-badge__dot--${link.state}`} aria-hidden="true" />
        <span className="link-badge__text">{text}</span>
      </button>
      {open && <LinkDetails onClose={() => setOpen(false)} />}
    </>
  );
}

function LinkDetails({ onClose }: { onClose: () => void }) {
  const device = useDevice();
  const link = useLink();
  const { link: words, common, settings } = useWords();
  const format = useFormat();
  return (
    <Dialog
      title={words.details}
      closeLabel={common.close}
      onClose={onClose}
      foot={
        <>
          {link.sending === "needs-pairing" && (
            <Button tone="go" onClick={() => goTo(wayBack(device.identity))}>
              {words.pairAgainButton}
            </Button>
          )}
          {link.updateReady && (
            <Button tone="go" onClick={() => device.update()}>
              {words.updateNow}
            </Button>
          )}
          <Button onClick={onClose}>{common.done}</Button>
        </>
      }
    >
      <dl className="facts">
        <Fact name={settings.device} value={[device.identity.name, device.identity.letter, device.identity.restaurantName].filter(Boolean).join(" · ")} />
        <Fact name={words.state} value={words.stateText[link.state]} />
        <Fact name={words.sending} value={words.sendingText[link.sending]} />
        {link.cause !== null && <Fact name={words.cause} value={words.causes[link.cause] ?? link.cause} />}
        <Fact name={words.lastContact} value={link.lastContactAt === null ? words.never : format.timeWithSeconds(link.lastContactAt)} />
        <Fact name={words.waitingLabel} value={format.number(link.waiting)} />
        <Fact name={words.behindLabel} value={format.number(link.behind)} />
        <Fact name={words.leader} value={link.leader ? words.leads : words.follows} />
        <Fact name={words.storage} value={words.storageText[link.storage]} />
      </dl>
      {link.sending === "needs-pairing" && <p>{words.pairAgain}</p>}
      {link.updateReady && <p>{words.updateHint}</p>}
    </Dialog>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div className="facts__row">
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);
