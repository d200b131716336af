import { useState } from "react";
import type { Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { WarningIcon } from "../../ui/icons.tsx";
import { later } from "../../ui/later.tsx";
import { useWords } from "../../words/words.tsx";
import { useSetAside } from "./use-set-aside.ts";
import { useUndo } from "./use-undo.ts";
import { useWhenFree } from "./use-when-free.ts";
import "./orders.css";

const AsideDialog = later(async () => (await import("./aside-dialog.tsx")).AsideDialog);

/**
 * "3 orders were shown on no screen. Still wanted?": one line in the bar of every screen that may
 * answer; it comes and goes while no hand is on the page.
 */
export function AsidePrompt({ act }: { act: Act }) {
  const { orders } = useWords();
  const aside = useSetAside();
  const { pending } = useUndo();
  const [open, setOpen] = useState(false);
  const count = useWhenFree(
    aside.filter((order) => !pending.has(`cancel/${order.orderId}`)).length,
  );
  return (
    <>
      {count > 0 && (
        <Button className="aside-prompt" icon={<WarningIcon />} onClick={() => setOpen(true)}>
          {orders.aside.title(count)}
        </Button>
      )}
      {open && <AsideDialog act={act} onClose={() => setOpen(false)} />}
    </>
  );
}
