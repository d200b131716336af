import type { ReactNode } from "react";
import type { TableCrowd } from "#shared/kitchen/crowds.ts";
import { ageMs } from "#shared/kitchen/aging.ts";
import { fromIso } from "#shared/kernel/time.ts";
import { isClosed, isHeard, type Order } from "#shared/orders/order.ts";
import { useNow, useView, type Act } from "../../device/device-context.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Guarded } from "../../ui/guarded.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { CrowdAnswer } from "../orders/crowd-answer.tsx";
import { Asked } from "../orders/aside-list.tsx";
import { DeedButton } from "../orders/deed-button.tsx";
import { placeInSentence } from "../orders/place-of.ts";
import { plainHead, plainNumber } from "../orders/plain-order.tsx";
import { StationsLeft } from "../orders/stations-left.tsx";
import { stationsLeft, unscreenedNames } from "../orders/unscreened.ts";
import { useAlarmText } from "../orders/use-alarm-text.ts";
import { useKeptRows } from "../orders/use-kept-rows.ts";
import { Warned } from "../orders/warned.tsx";
import { KINDS, type NeedKind, type FloorNeeds } from "./needs.ts";
import { useOrderDeeds } from "./use-order-deeds.ts";
import "./needs.css";

type RowProps = { order: Order; act: Act; onOpen: (order: Order) => void };

const TONES: Record<NeedKind, Tone> = {
  unheard: "late",
  aside: "warm",
  guests: "warm",
  pickUps: "go",
};
const ROWS: Record<NeedKind, (props: RowProps) => ReactNode> = {
  unheard: Unheard,
  aside: Asked,
  guests: Guest,
  pickUps: PickUp,
};

/**
 * All that needs somebody, the most urgent first as the list was opened; what comes later comes at
 * its end, and what is over says so where it stands: nothing closes up, and nothing moves down,
 * under a finger.
 */
export function NeedsDialog({
  needs,
  here,
  act,
  onOpen,
  onClose,
}: {
  needs: FloorNeeds;
  /** What only this tablet has. */ here: readonly Order[];
  act: Act;
  onOpen: (order: Order) => void;
  onClose: () => void;
}) {
  const view = useView();
  const { orders } = view;
  const { orders: words, floor, door, common } = useWords();
  const rows = useKeptRows([
    ...needs.crowds.map((crowd) => `${CROWD}/${crowd.tableId}`),
    ...KINDS.flatMap((kind) => needs[kind].map((order) => `${kind}/${order.orderId}`)),
  ]);
  return (
    <Dialog title={words.needs.title} closeLabel={common.close} onClose={onClose} size="side">
      <StationsLeft />
      {rows.length === 0 && here.length === 0 && stationsLeft(view).length === 0 && (
        <EmptyState title={words.needs.none} detail={words.needs.noneHint} />
      )}
      <ul className="needs" aria-label={words.needs.title}>
        {rows.map((key) => {
          const tableId = key.startsWith(`${CROWD}/`) ? key.slice(CROWD.length + 1) : null;
          if (tableId !== null) {
            return (
              <li key={key} className="needs__row" data-table={tableId}>
                <Badge tone="late" solid>
                  {door.crowd.kind}
                </Badge>
                <Crowd
                  tableId={tableId}
                  crowd={needs.crowds.find((crowd) => crowd.tableId === tableId)}
                />
              </li>
            );
          }
          const [kind, orderId] = key.split("/") as [NeedKind, string];
          const order = orders.get(orderId);
          const Row = ROWS[kind];
          return order === undefined ? null : (
            <li key={key} className="needs__row" data-order={orderId}>
              <Badge tone={TONES[kind]} solid>
                {kind === "unheard" && unscreenedNames(order, view).length > 0
                  ? words.needs.noScreen
                  : words.needs.kinds[kind]}
              </Badge>
              <Guarded
                of={order}
                plain={<Plain kind={kind} order={order} act={act} onOpen={onOpen} />}
              >
                <Row order={order} act={act} onOpen={onOpen} />
              </Guarded>
            </li>
          );
        })}
      </ul>
      {/* Behind the rows, so that one that goes out moves none of them. */}
      {here.length > 0 && (
        <NoticeCard
          tone="warm"
          title={words.needs.here(here.length, here.map(plainNumber).join(", "))}
          detail={floor.waitingHereHint}
        />
      )}
    </Dialog>
  );
}

/** What a row of a table is called; no kind of need of an order is. */
const CROWD = "crowd";

function Crowd({ tableId, crowd }: { tableId: string; crowd: TableCrowd | undefined }) {
  const { door } = useWords();
  const format = useFormat();
  const { tables } = useView();
  if (crowd === undefined)
    return (
      <p className="needs__said needs__said--over">
        {door.crowd.over(tables.find((table) => table.id === tableId)?.label ?? tableId)}
      </p>
    );
  return (
    <>
      <p className="needs__said">
        {door.crowd.title(crowd.label, format.number(crowd.orders.length))}
      </p>
      <p className="needs__more">{door.crowd.hint}</p>
      <CrowdAnswer crowd={crowd} />
    </>
  );
}

function Unheard({ order, onOpen }: RowProps) {
  const words = useWords();
  const textOf = useAlarmText();
  const { number } = order;
  return (
    <Need
      over={
        isClosed(order)
          ? words.orders.needs.gone(number)
          : isHeard(order)
            ? words.orders.needs.heardNow(number)
            : null
      }
      said={textOf(order)}
    >
      <Open order={order} onOpen={onOpen} />
    </Need>
  );
}

function Guest({ order, act, onOpen }: RowProps) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const { number } = order;
  const dishes = order.lines
    .map((line) => words.kitchen.allDayCount(format.number(line.quantity), line.name))
    .join(", ");
  return (
    <Need
      over={
        order.status === "cancelled"
          ? words.orders.needs.gone(number)
          : order.status === "pending"
            ? null
            : words.orders.needs.accepted(number)
      }
      said={words.floor.guestWaits(
        number,
        placeInSentence(order, words),
        format.age(ageMs(order, now)),
      )}
      more={dishes}
      warned={
        <>
          {order.lines.map((line) => (
            <Warned
              key={line.lineId}
              allergies={line.allergies}
              notes={line.notes}
              of={line.name}
            />
          ))}
          <Warned allergies={[]} notes={order.notes} />
        </>
      }
    >
      <Accept order={order} act={act} />
      <Open order={order} onOpen={onOpen} />
    </Need>
  );
}

function Accept({ order, act }: Pick<RowProps, "order" | "act">) {
  const words = useWords();
  const deeds = useOrderDeeds(order, act);
  const number = plainNumber(order);
  return (
    <DeedButton
      tone="go"
      size="kitchen"
      doing={words.orders.undo.accept(number)}
      undoable={deeds.pending("accept")}
      aria-label={words.floor.acceptOrder(number)}
      onUndo={deeds.takeBack}
      onClick={deeds.accept}
    >
      {words.floor.accept}
    </DeedButton>
  );
}

/** A row that cannot be drawn as what it is: the order's words, and what can be done with it. */
const Plain = ({ kind, order, act, onOpen }: RowProps & { kind: NeedKind }) => (
  <Need over={null} said={plainHead(order)}>
    {kind === "guests" && order.status === "pending" && <Accept order={order} act={act} />}
    <Open order={order} onOpen={onOpen} />
  </Need>
);

function PickUp({ order, onOpen }: RowProps) {
  const words = useWords();
  const format = useFormat();
  const now = useNow();
  const called = order.calledAt === undefined ? null : format.age(now - fromIso(order.calledAt));
  return (
    <Need
      over={called === null ? words.orders.needs.pickedUp(order.number) : null}
      said={words.orders.needs.pickUp(order.number, placeInSentence(order, words), called ?? "")}
    >
      <Open order={order} onOpen={onOpen} />
    </Need>
  );
}

function Need({
  said,
  more,
  warned,
  over,
  children,
}: {
  said: string;
  more?: string;
  warned?: ReactNode;
  over: string | null;
  children: ReactNode;
}) {
  return (
    <>
      <p className={over === null ? "needs__said" : "needs__said needs__said--over"}>
        {over ?? said}
      </p>
      {more !== undefined && <p className="needs__more">{more}</p>}
      {warned}
      <div className="needs__do">{over === null && children}</div>
    </>
  );
}

function Open({ order, onOpen }: { order: Order; onOpen: (order: Order) => void }) {
  const { floor } = useWords();
  return (
    <Button
      size="kitchen"
      tone="quiet"
      aria-label={floor.openOrder(plainNumber(order))}
      onClick={() => onOpen(order)}
    >
      {floor.look}
    </Button>
  );
}
