import { useState } from "react";
import { trimmed } from "#shared/kernel/tidy.ts";
import { Button } from "../../ui/button.tsx";
import { useAskedClose } from "../../ui/asked-close.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ChoiceField, Field } from "../../ui/field.tsx";
import { useWords } from "../../words/words.tsx";

type ReasonKey = "changed" | "mistake" | "eightySix" | "quality" | "other";
const KEYS: readonly ReasonKey[] = ["changed", "mistake", "eightySix", "quality", "other"];

/** Taking something back needs a reason: the kitchen and the owner read it. */
export function ReasonDialog({
  title,
  confirm,
  onConfirm,
  onClose,
}: {
  title: string;
  confirm: string;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}) {
  const { floor: words, common } = useWords();
  const [key, setKey] = useState<ReasonKey>("changed");
  const [own, setOwn] = useState("");
  const [asked, setAsked] = useState(false);
  const reason = key === "other" ? trimmed(own) : words.reasons[key];
  const { close, asking } = useAskedClose(key === "other" && trimmed(own) !== "", onClose);
  return (
    <>
      <Dialog
        title={title}
        closeLabel={common.close}
        onClose={close}
        foot={
          <>
            <Button size="kitchen" onClick={onClose}>
              {words.keep}
            </Button>
            <Button
              size="kitchen"
              tone="stop"
              onClick={() => {
                setAsked(true);
                if (reason !== "") onConfirm(reason);
              }}
            >
              {confirm}
            </Button>
          </>
        }
      >
        <ChoiceField
          legend={common.reason}
          value={key}
          options={KEYS.map((value) => ({ value, label: words.reasons[value] }))}
          onChange={(chosen: ReasonKey) => setKey(chosen)}
        />
        {key === "other" && (
          <Field
            label={words.ownReason}
            value={own}
            maxLength={300}
            error={asked && reason === "" ? words.needReason : undefined}
            onChange={(event) => setOwn(event.target.value)}
          />
        )}
      </Dialog>
      {asking}
    </>
  );
}
