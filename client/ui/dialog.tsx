import { useEffect, useId, useRef, type ReactNode } from "react";
import { justOpened } from "../platform/just-opened.ts";
import { tellPlace } from "../platform/sight.ts";
import { IconButton } from "./button.tsx";
import { CloseIcon } from "./icons.tsx";
import { TouchNote } from "./touch-note.tsx";
import "./dialog.css";

type DialogProps = {
  title: string;
  closeLabel: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the foot, always in reach of a thumb. */
  foot?: ReactNode;
  /** In the head, beside the way out. */
  beside?: ReactNode;
  /** `full`: it takes the screen's place. */
  size?: "normal" | "large" | "side" | "full";
  /** `past`: nothing in it is so now. */
  tone?: "past";
};

/**
 * A modal in the browser's own top layer: it keeps the focus, Escape closes it, and focus returns
 * to where it came from. It opens and closes under a finger: one that comes down before it can have
 * been seen means nothing in it, nor does the second half of a double tap in it or in what stood
 * behind it (`platform/touches.ts`). And nothing in it moves under one when something leaves it,
 * nor the way out when something comes.
 */
export function Dialog({
  title,
  closeLabel,
  onClose,
  children,
  foot,
  beside,
  size = "normal",
  tone,
}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const touchedBeside = useRef(false);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return undefined;
    const ends = [justOpened(dialog)];
    dialog.showModal();
    ends.push(tellPlace(dialog));
    return () => {
      for (const end of ends) end();
      dialog.close();
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- beside it a touch does what Escape does
    <dialog
      ref={ref}
      className={
        tone === undefined ? `dialog dialog--${size}` : `dialog dialog--${size} dialog--${tone}`
      }
      aria-labelledby={titleId}
      onCancel={(event) => {
        // A dialog that was opened in this one is closed by itself.
        if (event.target !== ref.current) return;
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        touchedBeside.current = event.target === ref.current;
      }}
      onClick={(event) => {
        // Begun and ended beside it: a text that was marked to beyond its edge closes nothing.
        if (touchedBeside.current && event.target === ref.current) onClose();
      }}
    >
      <div className="dialog__sheet">
        <div className="dialog__head">
          <h2 id={titleId} className="dialog__title">
            {title}
          </h2>
          <div className="dialog__beside">
            {beside}
            <IconButton label={closeLabel} tone="quiet" onClick={onClose}>
              <CloseIcon />
            </IconButton>
          </div>
        </div>
        <div className="dialog__body">{children}</div>
        {foot !== undefined && <div className="dialog__foot">{foot}</div>}
      </div>
      <TouchNote />
    </dialog>
  );
}
