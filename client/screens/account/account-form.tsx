import { useEffect, type ReactNode } from "react";
import type { AccountError } from "../../device/account.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { Wordmark } from "../../ui/wordmark.tsx";
import { setTitle } from "../../platform/page.ts";
import type { Words } from "../../words/english.ts";
import { useWords } from "../../words/words.tsx";
import "./account.css";

type AccountFormProps = {
  title: string;
  intro?: string;
  failure: string | null;
  /** Another way in, above the fields. */
  other?: ReactNode;
  /** The fields. */
  children: ReactNode;
  submit: string;
  busy: boolean;
  onSubmit: () => void;
};

/**
 * The page on which a browser becomes somebody: a card with fields, one button, and the way back.
 */
export function AccountForm({
  title,
  intro,
  failure,
  other,
  children,
  submit,
  busy,
  onSubmit,
}: AccountFormProps) {
  const words = useWords();
  useEffect(() => setTitle(title), [title]);
  return (
    <main className="account">
      <Wordmark />
      <Card className="account__card">
        <h1 className="account__title">{title}</h1>
        {intro !== undefined && <p>{intro}</p>}
        {failure !== null && <NoticeCard tone="late" title={failure} />}
        {other}
        <form
          className="account__form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSubmit();
          }}
        >
          {children}
          <Button type="submit" tone="go" size="kitchen" wide disabled={busy}>
            {submit}
          </Button>
        </form>
      </Card>
      <a className="app-link" href="/#choose">
        {words.common.home}
      </a>
    </main>
  );
}

/** Why nobody was let in, in the words of this way in. */
export function explain(
  error: AccountError,
  way: Words["login"] | Words["pairing"],
  { errors }: Words,
): string {
  switch (error) {
    case "refused":
      return way.refused;
    case "slow":
      return way.slow;
    case "no-contact":
      return way.noContact;
    case "no-cookie":
      return way.noCookie;
    case "no-storage":
      return errors.noLocalStorage;
    case "failed":
      return errors.failed;
  }
}
