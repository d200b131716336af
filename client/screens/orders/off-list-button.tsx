import { useState } from "react";
import { useMenu, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { EightySixIcon } from "../../ui/icons.tsx";
import { later } from "../../ui/later.tsx";
import { useWords } from "../../words/words.tsx";

const OffDialog = later(async () => (await import("./off-dialog.tsx")).OffDialog);

/**
 * "What is off: 2", among a screen's settings: the way to bring back a dish, on every screen that
 * may take one off.
 */
export function OffListButton({ act }: { act: Act }) {
  const { orders } = useWords();
  const menu = useMenu();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="kitchen" wide icon={<EightySixIcon />} onClick={() => setOpen(true)}>
        {orders.off.button(menu.items.filter((item) => !item.available).length)}
      </Button>
      {open && <OffDialog act={act} onClose={() => setOpen(false)} />}
    </>
  );
}
