import type { GuestOrderingNow } from "#shared/api/guests.ts";
import type { Menu } from "#shared/menu/menu.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field, TextAreaField } from "../../ui/field.tsx";
import { useWords } from "../../words/words.tsx";
import { NAME_LENGTH, ORDER_NOTE_LENGTH, type BasketLine } from "../ordering/basket.ts";
import { BasketLines } from "../ordering/basket-lines.tsx";
import { OrderingNow } from "./ordering-now.tsx";
import { Dropped } from "./dropped.tsx";
import type { Guest, GuestView } from "./guest-order-port.ts";

type BasketDialogProps = {
  guest: Guest;
  view: GuestView;
  menu: Menu;
  total: string;
  ordering: GuestOrderingNow;
  onClose: () => void;
  onOrder: () => void;
  onEdit: (line: BasketLine) => void;
};

/** The basket before it becomes an order. */
export function BasketDialog({
  guest,
  view,
  menu,
  total,
  ordering,
  onClose,
  onOrder,
  onEdit,
}: BasketDialogProps) {
  const { guest: words, common } = useWords();
  return (
    <Dialog
      title={words.basket}
      closeLabel={common.close}
      onClose={onClose}
      foot={
        <Button
          tone="go"
          size="kitchen"
          wide
          disabled={ordering.state !== "open"}
          onClick={onOrder}
        >
          {words.order(total)}
        </Button>
      }
    >
      <OrderingNow ordering={ordering} />
      <Dropped names={view.dropped} onSeen={guest.seenDropped} />
      <BasketLines
        basket={view.basket}
        menu={menu}
        onChange={(basket) => guest.edit({ basket })}
        onEdit={onEdit}
      />
      <Field
        label={words.name}
        dir="auto"
        value={view.guestName}
        maxLength={NAME_LENGTH}
        autoComplete="given-name"
        onChange={(event) => guest.edit({ guestName: event.target.value })}
      />
      <TextAreaField
        label={words.note}
        dir="auto"
        value={view.notes}
        maxLength={ORDER_NOTE_LENGTH}
        onChange={(event) => guest.edit({ notes: event.target.value })}
      />
      <p className="guest__small">{words.changedPrices}</p>
    </Dialog>
  );
}
