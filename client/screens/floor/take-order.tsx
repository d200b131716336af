import { useMemo, useState } from "react";
import type { MenuItem } from "#shared/menu/menu.ts";
import type { Channel } from "#shared/orders/order.ts";
import { tidy } from "#shared/kernel/tidy.ts";
import { toIso } from "#shared/kernel/time.ts";
import { useDevice, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { BackIcon, UndoIcon, WarningIcon } from "../../ui/icons.tsx";
import { ids } from "../../platform/ids.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import {
  addLine,
  basketTotal,
  dishName,
  emptyLine,
  incompleteLines,
  itemOf,
  missingCount,
  NAME_LENGTH,
  offNames,
  ORDER_NOTE_LENGTH,
  linesToOrder,
  pieces,
  replaceLine,
  type Basket,
  type BasketLine,
} from "../ordering/basket.ts";
import { BasketLines } from "../ordering/basket-lines.tsx";
import { DishDialog } from "../ordering/dish-dialog.tsx";
import { DishPicker } from "../ordering/dish-picker.tsx";
import { lastOrder, sameAgain } from "./same-again.ts";
import { useDraft } from "./drafts.ts";
import { nextMoment } from "./promised.ts";
import { TakeAbout } from "./take-about.tsx";
import "./take-order.css";

const newId = () => ids.next();

export type Target =
  | {
      readonly kind: "new";
      readonly channel: Channel;
      readonly tableId: string | null;
      readonly label: string;
    }
  | { readonly kind: "add"; readonly orderId: string; readonly number: string };

/**
 * The dish whose choices are being made; `fixing`: it keeps the order from being sent, and so may
 * the next one.
 */
type Asking = {
  readonly item: MenuItem;
  readonly line: BasketLine;
  readonly isNew: boolean;
  readonly fixing: boolean;
};

type TakeOrderProps = {
  target: Target;
  act: Act;
  onBack: () => void;
  onSent: (orderId: string) => void;
};

/**
 * Taking an order: dishes on the left, what will be sent on the right (below, on a phone). Works
 * the same without a network.
 */
export function TakeOrder({ target, act, onBack, onSent }: TakeOrderProps) {
  const device = useDevice();
  const { menu, orders, settings } = useView();
  const { take: words, kitchen, common, orders: orderWords } = useWords();
  const format = useFormat();
  const key = target.kind === "add" ? `add.${target.orderId}` : (target.tableId ?? target.channel);
  const { draft, change, clear } = useDraft(key, newId);
  const [dialog, setDialog] = useState<Asking | null>(null);
  const [sending, setSending] = useState(false);
  const last = useMemo(() => {
    if (draft.lines.length > 0) return null;
    if (target.kind === "add") return orders.get(target.orderId) ?? null;
    return lastOrder(orders.values(), {
      tableId: target.tableId,
      channel: target.channel,
      guestName: draft.guestName,
    });
  }, [draft.lines.length, draft.guestName, orders, target]);
  const again = last === null ? [] : sameAgain(last, menu, newId);
  const counts = useMemo(() => {
    const map = new Map<string, number>();
    for (const line of draft.lines)
      map.set(line.menuItemId, (map.get(line.menuItemId) ?? 0) + line.quantity);
    return map;
  }, [draft.lines]);

  const pick = (item: MenuItem) => {
    const line = emptyLine(newId(), item.id, item.name);
    if ((item.modifiers ?? []).length > 0) setDialog({ item, line, isNew: true, fixing: false });
    else change({ lines: addLine(draft.lines, line) });
  };
  const edit = (line: BasketLine) => {
    const item = itemOf(menu, line.menuItemId);
    if (item !== undefined) setDialog({ item, line, isNew: false, fixing: false });
  };
  /** Asks for what the first incomplete line lacks; false where nothing is missing. */
  const askMissing = (lines: Basket): boolean => {
    const [first] = incompleteLines(lines, menu);
    setDialog(
      first === undefined
        ? null
        : { item: first.item, line: first.line, isNew: false, fixing: true },
    );
    return first !== undefined;
  };
  const send = async () => {
    if (draft.lines.length === 0 || sending || askMissing(draft.lines)) return;
    setSending(true);
    const lines = linesToOrder(draft.lines);
    const guestName = tidy(draft.guestName, NAME_LENGTH);
    const notes = tidy(draft.notes, ORDER_NOTE_LENGTH);
    const promised = nextMoment(draft.promised, device.now(), settings.timezone);
    const orderId = target.kind === "add" ? target.orderId : draft.orderId;
    const kept =
      target.kind === "add"
        ? await act("order.addLines", { orderId, lines })
        : await act("order.place", {
            orderId,
            channel: target.channel,
            lines,
            ...(target.tableId === null ? {} : { tableId: target.tableId }),
            ...(guestName === "" ? {} : { guestName }),
            ...(notes === "" ? {} : { notes }),
            // Of a promise it is said whether to hold it: whoever ticked that off wants it now
            // (ORD-39).
            ...(promised === null ? {} : { promisedAt: toIso(promised.at), hold: draft.hold }),
            ...(draft.hold ? { hold: true } : {}),
          });
    setSending(false);
    // Only a durable order lets go of its draft.
    if (!kept) return;
    clear();
    onSent(orderId);
  };

  const off = offNames(draft.lines, menu, words.goneDish);
  const [lacking] = incompleteLines(draft.lines, menu);
  const title = target.kind === "add" ? words.addTitle(target.number) : words.title(target.label);
  return (
    <div className={off.length > 0 || lacking !== undefined ? "take take--warned" : "take"}>
      <section className="take__menu" aria-label={words.dishes}>
        <header className="take__head">
          <Button tone="quiet" icon={<BackIcon />} onClick={onBack}>
            {common.back}
          </Button>
          <h2 className="take__title">{title}</h2>
        </header>
        <DishPicker
          menu={menu}
          counts={counts}
          offCanBeChosen
          offLabel={words.off}
          dishLabel={(item) => words.dish(item.name, format.money(item.price))}
          onPick={pick}
        />
      </section>
      <section className="take__basket" aria-label={words.basket}>
        <h2 className="take__title">{words.basket}</h2>
        {draft.lines.length === 0 ? (
          <div className="take__empty">
            <p>{words.basketEmpty}</p>
            {last !== null && again.length > 0 && (
              <>
                <Button
                  size="kitchen"
                  icon={<UndoIcon />}
                  onClick={() => {
                    change({ lines: again });
                    askMissing(again);
                  }}
                >
                  {words.sameAgain(last.number)}
                </Button>
                <p>
                  <bdi>
                    {again
                      .map((line) =>
                        kitchen.allDayCount(
                          format.number(line.quantity),
                          dishName(line, menu, words.goneDish),
                        ),
                      )
                      .join(", ")}
                  </bdi>
                </p>
              </>
            )}
          </div>
        ) : (
          <BasketLines
            basket={draft.lines}
            menu={menu}
            onChange={(lines) => change({ lines })}
            onEdit={edit}
          />
        )}
        {target.kind === "new" && (
          <TakeAbout draft={draft} channel={target.channel} change={change} />
        )}
        <footer className="take__foot">
          {off.length > 0 && (
            <output className="take__warning">
              <WarningIcon /> <span>{orderWords.take.offInDraft(format.list(off))}</span>
            </output>
          )}
          {lacking !== undefined && (
            <output className="take__warning">
              <WarningIcon />{" "}
              <span>
                {orderWords.take.choose(
                  lacking.item.name,
                  format.list(
                    lacking.missing.map((modifier) =>
                      words.needsChoice(modifier.name, missingCount(lacking.line, modifier)),
                    ),
                  ),
                )}
              </span>
            </output>
          )}
          <p className="take__total">
            <span>{common.total}</span>{" "}
            <strong>{format.money(basketTotal(draft.lines, menu))}</strong>
          </p>
          <Button
            tone="go"
            size="kitchen"
            wide
            disabled={draft.lines.length === 0 || sending}
            onClick={() => void send()}
          >
            {draft.lines.length === 0 ? words.send : words.sendCount(pieces(draft.lines))}
          </Button>
        </footer>
      </section>
      {dialog !== null && (
        <DishDialog
          item={dialog.item}
          line={dialog.line}
          key={dialog.line.lineId}
          isNew={dialog.isNew}
          asked={dialog.fixing}
          staff
          noteLabel={words.notes}
          onClose={() => setDialog(null)}
          onDone={(line) => {
            const lines = dialog.isNew
              ? addLine(draft.lines, line)
              : replaceLine(draft.lines, line);
            change({ lines });
            if (!dialog.fixing || !askMissing(lines)) setDialog(null);
          }}
        />
      )}
    </div>
  );
}
