import { useState } from "react";
import { logIn } from "../../device/account.ts";
import { Field } from "../../ui/field.tsx";
import { useWords } from "../../words/words.tsx";
import { AccountForm, explain } from "../account/account-form.tsx";
import { enterAs } from "../account/enter.ts";

export default function LoginScreen() {
  const words = useWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

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
    else setFailure(explain(known.error, words.login, words));
  };

  return (
    <AccountForm
      title={words.login.title}
      failure={failure}
      submit={busy ? words.common.working : words.login.submit}
      busy={busy}
      onSubmit={() => void submit()}
    >
      <Field
        label={words.login.email}
        type="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <Field
        label={words.login.password}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </AccountForm>
  );
}
