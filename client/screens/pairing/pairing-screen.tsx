import { useCallback, useEffect, useRef, useState } from "react";
import { trimmed } from "#shared/kernel/tidy.ts";
import { pairThisDevice, readCode, type AccountError } from "../../device/account.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { QrIcon } from "../../ui/icons.tsx";
import { address, goTo } from "../../platform/address.ts";
import { useWords } from "../../words/words.tsx";
import { AccountForm, explain } from "../account/account-form.tsx";
import { enterAs } from "../account/enter.ts";
import { ScanCode } from "./scan-code.tsx";
import "./pairing.css";

/** A code in the fragment pairs by itself; otherwise a person types it. */
export default function PairingScreen() {
  const words = useWords();
  const [given] = useState(() => address().fragment);
  const [code, setCode] = useState(() => readCode(given) ?? given);
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState(() => given !== "" && readCode(given) === null);
  const [failure, setFailure] = useState<AccountError | null>(null);
  const [doing, setDoing] = useState<"typing" | "scanning" | "pairing">(() =>
    readCode(given) === null ? "typing" : "pairing",
  );
  const started = useRef(false);

  const answered = useCallback((paired: Awaited<ReturnType<typeof pairThisDevice>>) => {
    setDoing("typing");
    if (paired.ok) enterAs(paired.value.role);
    else setFailure(paired.error);
  }, []);

  useEffect(() => {
    if (given === "" || started.current) return;
    // A code works once: React may run this twice, the server must be asked once.
    started.current = true;
    // Out of the address bar and the history at once.
    goTo("/pair", "replace");
    const asked = readCode(given);
    if (asked !== null) void pairThisDevice(asked, null).then(answered);
  }, [given, answered]);

  const pairWith = (asked: string) => {
    setDoing("pairing");
    setFailure(null);
    void pairThisDevice(asked, trimmed(name) === "" ? null : trimmed(name)).then(answered);
  };
  const busy = doing === "pairing";
  const submit = () => {
    const asked = readCode(code);
    setWrong(asked === null);
    if (asked !== null) pairWith(asked);
  };

  return (
    <AccountForm
      title={words.pairing.title}
      intro={words.pairing.intro}
      failure={failure === null ? null : explain(failure, words.pairing, words)}
      other={
        doing === "scanning" ? (
          <ScanCode
            onClose={() => setDoing("typing")}
            onCode={(found) => {
              setWrong(false);
              setCode(found);
              pairWith(found);
            }}
          />
        ) : (
          <Button
            size="kitchen"
            wide
            icon={<QrIcon />}
            disabled={busy}
            onClick={() => setDoing("scanning")}
          >
            {words.pairing.scan}
          </Button>
        )
      }
      submit={busy ? words.pairing.pairing : words.pairing.submit}
      busy={busy}
      onSubmit={submit}
    >
      <Field
        label={words.pairing.code}
        hint={words.pairing.codeHint}
        error={wrong ? words.pairing.badCode : undefined}
        value={code}
        className="field__input pairing__code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={20}
        onChange={(event) => setCode(event.target.value)}
      />
      <Field
        label={words.pairing.name}
        hint={words.pairing.nameHint}
        value={name}
        autoComplete="off"
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
      />
    </AccountForm>
  );
}
