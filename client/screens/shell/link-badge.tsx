import { useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { useLink, useNow } from "../../device/device-context.tsx";
import { useLasting } from "../../ui/lasting.ts";
import { later } from "../../ui/later.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { linkText } from "./link-text.ts";
import "./link-badge.css";

const LinkDetails = later(async () => (await import("./link-details.tsx")).LinkDetails);

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
  const waits =
    useLasting(link.waiting > 0, WAITING_SAID_AFTER_MS) ||
    link.state !== "live" ||
    link.sending === "needs-pairing" ||
    link.sending === "needs-update";
  const said = waits ? link : { ...link, waiting: 0 };
  const { text, tone } = linkText(said, now, words.link, format);
  const narrow = linkText(said, now, { ...words.link, ...words.link.narrow }, format).text;
  return (
    <>
      <button
        type="button"
        className={`link-badge link-badge--${tone}`}
        data-testid="link-badge"
        data-link={link.state}
        data-waiting={link.waiting}
        onClick={() => setOpen(true)}
      >
        <span className={`link-badge__dot link-badge__dot--${link.state}`} aria-hidden="true" />
        <span className="visually-hidden">{words.link.label}: </span>
        {/* The one that is drawn is also its name: who speaks to the screen says what they read. */}
        <span className="link-badge__text">{text}</span>
        <span className="link-badge__narrow">{narrow}</span>
      </button>
      {open && <LinkDetails onClose={() => setOpen(false)} />}
    </>
  );
}
