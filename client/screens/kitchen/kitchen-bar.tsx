import { prefer, usePreferences } from "../../ui/preferences.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import {
  AllDayIcon,
  BackIcon,
  HoldIcon,
  KeyboardIcon,
  NextIcon,
  RecallIcon,
} from "../../ui/icons.tsx";
import { AndMore } from "../orders/and-more.tsx";
import { useWords } from "../../words/words.tsx";

type KitchenBarProps = {
  held: number;
  /** Tickets that no page has room for. */ beyond: number;
  page: number;
  pages: number;
  onGo: (page: number) => void;
  onRecall: () => void;
  onHeld: () => void;
  onKeys: () => void;
};

/** What the whole rail can be asked for, always in sight at the foot. */
export function KitchenBar({
  held,
  beyond,
  page,
  pages,
  onGo,
  onRecall,
  onHeld,
  onKeys,
}: KitchenBarProps) {
  const { kitchen: words } = useWords();
  const { allDay } = usePreferences();
  return (
    <footer className="kitchen-bar">
      <Button
        size="kitchen"
        tone="quiet"
        icon={<AllDayIcon />}
        aria-pressed={allDay}
        onClick={() => prefer({ allDay: !allDay })}
      >
        {words.allDay}
      </Button>
      <Button size="kitchen" tone="quiet" icon={<RecallIcon />} onClick={onRecall}>
        {words.recall}
      </Button>
      <Button size="kitchen" tone="quiet" icon={<HoldIcon />} onClick={onHeld}>
        {words.heldButton(held)}
      </Button>
      <div className="kitchen-bar__middle">
        <AndMore count={beyond} />
      </div>
      {pages > 1 && <Pages page={page} pages={pages} onGo={onGo} />}
      <IconButton
        size="kitchen"
        tone="quiet"
        className="keyboard-button"
        label={words.keyboard}
        onClick={onKeys}
      >
        <KeyboardIcon />
      </IconButton>
    </footer>
  );
}

function Pages({
  page,
  pages,
  onGo,
}: {
  page: number;
  pages: number;
  onGo: (page: number) => void;
}) {
  const { kitchen: words } = useWords();
  return (
    <nav className="pages" aria-label={words.pages}>
      <IconButton
        size="kitchen"
        label={words.previousPage}
        disabled={page === 0}
        onClick={() => onGo(page - 1)}
      >
        <BackIcon />
      </IconButton>
      <p className="pages__where" aria-live="polite">
        {words.page(page + 1, pages)}
      </p>
      <IconButton
        size="kitchen"
        label={words.nextPage}
        disabled={page === pages - 1}
        onClick={() => onGo(page + 1)}
      >
        <NextIcon />
      </IconButton>
    </nav>
  );
}
