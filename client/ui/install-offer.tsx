import { useSyncExternalStore } from "react";
import { canInstall, install, onInstallChange } from "../platform/install.ts";
import { useWords } from "../words/words.tsx";
import { Button } from "./button.tsx";

/** Quietly, where the browser would install the app and has not yet; nothing elsewhere. */
export function InstallOffer() {
  const can = useSyncExternalStore(onInstallChange, canInstall);
  const { settings: words } = useWords();
  if (!can) return null;
  return (
    <div className="install-offer">
      <Button size="kitchen" onClick={() => void install()}>
        {words.install}
      </Button>
      <p>{words.installHint}</p>
    </div>
  );
}
