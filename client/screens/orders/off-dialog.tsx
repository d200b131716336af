import { useMenu, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useWords } from "../../words/words.tsx";
import { useKeptRows } from "./use-kept-rows.ts";
import "./orders.css";

/**
 * What is off, dish by dish, with the way back. A row stays where it is for as long as the list is
 * open.
 */
export function OffDialog({ act, onClose }: { act: Act; onClose: () => void }) {
  const { kitchen, orders: words, common } = useWords();
  const { items } = useMenu();
  const rows = useKeptRows(items.filter((item) => !item.available).map((item) => item.id)).flatMap(
    (id) => items.find((item) => item.id === id) ?? [],
  );
  return (
    <Dialog title={words.off.title} closeLabel={common.close} onClose={onClose} size="side">
      {rows.length === 0 && <EmptyState title={words.off.none} />}
      <ul className="aside" aria-label={words.off.title}>
        {rows.map(({ id, name, available }) => (
          <li key={id} className="aside__order">
            <p className="aside__what">
              <bdi>{name}</bdi>
            </p>
            {available ? (
              <output className="aside__answer">{words.off.back}</output>
            ) : (
              <div className="aside__do">
                <Button
                  size="kitchen"
                  tone="go"
                  onClick={() =>
                    void act("menu.setAvailability", { menuItemId: id, available: true })
                  }
                >
                  {kitchen.bringBack(name)}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="quiet">{kitchen.eightySixHint}</p>
    </Dialog>
  );
}
