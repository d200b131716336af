import { useEffect, useState } from "react";
import { logIn, type AccountError } from "../../device/account.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { Wordmark } from "../../ui/wordmark.tsx";
import { setTitle } from "../../platform/page.ts";
import { useWords } from "../../words/words.tsx";
import type { Words } from "../../words/english.ts";
import { enterAs } from "./enter.ts";
import "./pairing.css";

export default function LoginScreen() {
  const words = useWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setTitle(words.login.title), [words]);

  const submit = async () => {
    if (email.trim() === "" || password === "") {
      setFailure(words.login.needed);
      return;
    }
    setBusy(true);
    setFailure(null);
    const known = await logIn(email.trim(), password);
    setBusy(false);
    if (known.ok) enterAs("owner");
    else setFailure(explain(known.error, words));
  };

  return (
    <main className="pairing">
      <Wordmark />
      <Card className="pairing__card">
        <h1 className="pairing__title">{words.login.title}</h1>
        {failure !== null && <NoticeCard tone="late" title={failure} />}
        <form
          className="pairing__form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Field label={words.login.email} type="email" autoComplete="username" value={email} onChange={(event) => setEmail(event.target.value)} />
          <Field label={words.login.password} type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
          <Button type="submit" tone="go" size="kitchen" wide disabled={busy}>
            {busy ? words.common.working : words.login.submit}
          </Button>
        </form>
      </Card>
      <a className="app-link" href="/#choose">
        {words.common.home}
      </a>
    </main>
  );
}

function explain(error: AccountError, words: Words): string {
  switch (error) {
    case "refused": return words.login.refused;
    case "slow": return words.login.slow;
    case "no-contact": return words.login.noContact;
    case "no-cookie": return words.login.noCookie;
    case "no-storage": return words.errors.noLocalStorage;
    default: return words.errors.failed;
  }
}
