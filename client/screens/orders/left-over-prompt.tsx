import { useState } from "react";
import type { Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { later } from "../../ui/later.tsx";
import { useWords } from "../../words/words.tsx";
import { useLeftOver } from "./use-set-aside.ts";
import { useWhenFree } from "./use-when-free.ts";
import "./orders.css";

const LeftOverDialog = later(async () => (await import("./left-over-dialog.tsx")).LeftOverDialog);

/**
 * "3 left over": where the tickets of a day before are that nobody finished (ORD-40). It comes and
 * goes while no hand is on the page.
 */
export function LeftOverPrompt({ act }: { act: Act }) {
  const { orders } = useWords();
  const [open, setOpen] = useState(false);
  const count = useWhenFree(useLeftOver().length);
  return (
    <>
      {count > 0 && (
        <Button className="left-over-prompt" onClick={() => setOpen(true)}>
          {orders.leftOver.button(count)}
        </Button>
      )}
      {open && <LeftOverDialog act={act} onClose={() => setOpen(false)} />}
    </>
  );
}
