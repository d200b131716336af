import type { Act } from "../../device/device-context.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useWords } from "../../words/words.tsx";
import { AsideList } from "./aside-list.tsx";

export function AsideDialog({ act, onClose }: { act: Act; onClose: () => void }) {
  const { orders, common } = useWords();
  return (
    <Dialog title={orders.aside.list} closeLabel={common.close} onClose={onClose} size="side">
      <p>{orders.aside.hint}</p>
      <AsideList act={act} />
    </Dialog>
  );
}
