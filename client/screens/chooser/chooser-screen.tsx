import { useEffect, useState } from "react";
import { recover } from "../../device/account.ts";
import { identities } from "../../device/identities.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { BellIcon, FlameIcon, HandOffIcon, PhoneIcon, TableIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { InstallOffer } from "../../ui/install-offer.tsx";
import { Wordmark } from "../../ui/wordmark.tsx";
import { setTitle } from "../../platform/page.ts";
import { useWords } from "../../words/words.tsx";
import "./chooser.css";

const ICONS = {
  kitchen: FlameIcon,
  expo: HandOffIcon,
  floor: TableIcon,
  owner: PhoneIcon,
  display: BellIcon,
} as const;

/** What this browser can be, and how it becomes something. */
export default function ChooserScreen() {
  const words = useWords();
  const [known, setKnown] = useState(identities);
  const [found, setFound] = useState(false);
  useEffect(() => setTitle("Heard"), []);
  useEffect(() => {
    if (known.length > 0) return;
    void recover().then((any) => {
      if (!any) return;
      setFound(true);
      setKnown(identities());
    });
  }, [known]);
  return (
    <main className="chooser">
      <header className="chooser__head">
        <Wordmark />
        <p className="chooser__tagline">{words.chooser.tagline}</p>
      </header>
      <h1 className="chooser__title">{words.chooser.title}</h1>
      {found && (
        <NoticeCard tone="warm" title={words.chooser.found} detail={words.chooser.foundHint} />
      )}
      {known.length === 0 ? (
        <EmptyState title={words.chooser.nothing} detail={words.chooser.nothingHint} />
      ) : (
        <ul className="chooser__list" aria-label={words.chooser.hereBefore}>
          {known.map((identity) => {
            const Icon = ICONS[identity.role];
            return (
              <li key={identity.role}>
                <a className="chooser__screen" href={`/${identity.role}`}>
                  <Icon />
                  <span>
                    <span className="chooser__role">{words.role[identity.role]}</span>
                    <span className="chooser__name">
                      {[identity.name, identity.restaurantName].filter(Boolean).join(" · ")}
                    </span>
                  </span>
                </a>
              </li>
            );
          })}
        </ul>
      )}
      <nav className="chooser__ways" aria-label={words.chooser.pair}>
        <a className="button button--go button--kitchen" href="/pair">
          {words.chooser.pair}
        </a>
        <a className="button button--quiet button--kitchen" href="/login">
          {words.chooser.ownerLogin}
        </a>
      </nav>
      <InstallOffer />
    </main>
  );
}
