import { SECOND } from "#shared/kernel/time.ts";
import { useLink } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { WarningIcon } from "../../ui/icons.tsx";
import { useLasting } from "../../ui/lasting.ts";
import { useWords } from "../../words/words.tsx";

/**
 * A browser is asked when the screen opens, and answers in a moment; only what stays so is said.
 */
const SAID_AFTER_MS = 5 * SECOND;

/**
 * What this browser does not promise, in a word beside the link, for as long as it is so: sleep,
 * and storage. The settings say what to do.
 */
export function Cautions({ awake, onOpen }: { awake: boolean; onOpen: () => void }) {
  const { storage } = useLink();
  const { settings: words, link } = useWords();
  const sleeps = useLasting(!awake, SAID_AFTER_MS);
  const forgets = useLasting(storage === "best-effort" || storage === "unknown", SAID_AFTER_MS);
  if (!sleeps && !forgets) return null;
  const short = [...(sleeps ? [words.maySleep] : []), ...(forgets ? [words.mayForget] : [])].join(
    ", ",
  );
  const long = [
    ...(sleeps ? [words.awakeFailed] : []),
    ...(forgets ? [`${link.storage}: ${link.storageText[storage]}`] : []),
  ].join(" ");
  return (
    <Button
      className="cautions"
      tone="quiet"
      icon={<WarningIcon />}
      aria-label={`${short}. ${long}`}
      title={long}
      onClick={onOpen}
    >
      {short}
    </Button>
  );
}
