import { own } from "#shared/kernel/own.ts";
import { useDevice, useLink, useNotices } from "../../device/device-context.tsx";
import { goTo } from "../../platform/address.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { pairAgainText } from "./link-text.ts";
import { wayBack } from "./way-back.ts";

/** How this device stands with the server, in full. */
export function LinkDetails({ onClose }: { onClose: () => void }) {
  const device = useDevice();
  const link = useLink();
  const notices = useNotices();
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
        <Fact
          name={settings.device}
          value={[device.identity.name, device.identity.letter, device.identity.restaurantName]
            .filter(Boolean)
            .join(" · ")}
        />
        <Fact name={words.state} value={words.stateText[link.state]} />
        <Fact name={words.sending} value={words.sendingText[link.sending]} />
        {link.cause !== null && (
          <Fact name={words.cause} value={own(words.causes, link.cause) ?? link.cause} />
        )}
        <Fact
          name={words.lastContact}
          value={
            link.lastContactAt === null ? words.never : format.timeWithSeconds(link.lastContactAt)
          }
        />
        <Fact name={words.waitingLabel} value={format.number(link.waiting)} />
        <Fact name={words.behindLabel} value={format.number(link.behind)} />
        <Fact name={words.leader} value={link.leader ? words.leads : words.follows} />
        <Fact name={words.storage} value={words.storageText[link.storage]} />
      </dl>
      {link.sending === "needs-pairing" && <p>{pairAgainText(link, notices, words)}</p>}
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
