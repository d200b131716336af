import type { ReactNode } from "react";
import { useDevice, useLink } from "../../device/device-context.tsx";
import { prefer, usePreferences } from "../../ui/preferences.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ChoiceField } from "../../ui/field.tsx";
import { InstallOffer } from "../../ui/install-offer.tsx";
import { goTo } from "../../platform/address.ts";
import { pageSound } from "../../platform/sound.ts";
import { useWords } from "../../words/words.tsx";
import { SelfTestPanel } from "./self-test-panel.tsx";
import { TUNES, type TuneName } from "./tunes.ts";
import { GAIN, useSound } from "./use-sound.ts";

/** How this browser looks, and what it cannot do. */
export function ScreenSettings({
  awake,
  onClose,
  children,
}: {
  awake: boolean;
  onClose: () => void;
  children?: ReactNode;
}) {
  const device = useDevice();
  const link = useLink();
  const preferences = usePreferences();
  const { settings: words, common, link: linkWords, role, sound } = useWords();
  const { play } = useSound();
  return (
    <Dialog
      title={words.title}
      closeLabel={common.close}
      onClose={onClose}
      foot={
        <>
          <Button onClick={() => goTo("/#choose")}>{words.switchScreen}</Button>
          <Button tone="go" onClick={onClose}>
            {common.done}
          </Button>
        </>
      }
    >
      <p>
        {[role[device.identity.role], device.identity.name, device.identity.letter]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <SelfTestPanel />
      <InstallOffer />
      {children}
      <ChoiceField
        legend={words.ticketSize}
        value={preferences.ticketSize}
        options={[
          { value: "compact", label: words.compact },
          { value: "regular", label: words.regular },
          { value: "large", label: words.large },
        ]}
        onChange={(ticketSize) => prefer({ ticketSize })}
      />
      <ChoiceField
        legend={words.theme}
        value={preferences.theme}
        options={[
          { value: "dark", label: words.dark },
          { value: "light", label: words.light },
        ]}
        onChange={(theme) => prefer({ theme })}
      />
      <ChoiceField
        legend={sound.volume}
        value={preferences.volume}
        options={(["off", "quiet", "normal", "loud"] as const).map((value) => ({
          value,
          label: sound.volumes[value],
        }))}
        onChange={(volume) => {
          prefer({ volume });
          pageSound().play(TUNES.new, GAIN[volume]);
        }}
      />
      <details className="tunes">
        <summary>{sound.listen}</summary>
        <div className="tunes__list">
          {(Object.keys(TUNES) as TuneName[]).map((tune) => (
            <Button key={tune} onClick={() => play(tune)}>
              {sound.tunes[tune]}
            </Button>
          ))}
        </div>
      </details>
      {!awake && <p className="settings__warning">{words.awakeFailed}</p>}
      {link.storage !== "persistent" && (
        <p className="settings__warning">
          {linkWords.storage}: {linkWords.storageText[link.storage]}
        </p>
      )}
    </Dialog>
  );
}
