/**
 * A guest's order from basket to table, over plain fetch. Its one promise: what the guest is told
 * is true. An order counts as sent only when the server has answered; until then it is kept here
 * under its id and sent again under the same id, so that it can never arrive twice; and after ten
 * minutes nobody sends it without asking, because the guest may have left.
 */
import { tidy } from "#shared/kernel/tidy.ts";
import { NAME_LENGTH, ORDER_NOTE_LENGTH } from "../ordering/basket.ts";
import { createGuestExchange } from "./guest-exchange.ts";
import { memoryKey } from "./guest-memory.ts";
import type { Guest, GuestPorts } from "./guest-order-port.ts";
import { orderAnswer, type Placed } from "./guest-state.ts";
import { createGuestStore } from "./guest-store.ts";

export function createGuest(tableToken: string, ports: GuestPorts): Guest {
  const store = createGuestStore(memoryKey(tableToken), ports);
  const exchange = createGuestExchange(tableToken, ports, store);
  let busy = false;

  return {
    subscribe: (listener) => store.subscribe(listener),
    view: () => store.view(),
    edit: (change) =>
      store.become({
        ...change,
        basket: change.basket === undefined ? store.current().basket : [...change.basket],
        refusal: null,
      }),
    seenDropped: () => store.become({ dropped: [] }),
    order() {
      if (store.current().basket.length === 0) return;
      const order: Placed = {
        orderId: ports.newId(),
        askedAt: ports.nowMs(),
        lines: store.current().basket,
        guestName: tidy(store.current().guestName, NAME_LENGTH),
        notes: tidy(store.current().notes, ORDER_NOTE_LENGTH),
        answer: null,
      };
      store.become({
        basket: [],
        notes: "",
        orders: [order, ...store.current().orders],
        refusal: null,
        dropped: [],
      });
    },
    stillWanted(orderId, yes) {
      const { orders, outgoing } = store.current();
      const order = orders.find((it) => it.orderId === orderId);
      // Another page has had the answer already.
      if (order === undefined || outgoing?.kind !== "asking") return;
      if (yes)
        store.become({
          orders: store.setOrder(orderId, { askedAt: ports.nowMs() }),
          outgoing: null,
        });
      else store.backToBasket(order, null);
    },
    async attend() {
      if (busy) return;
      busy = true;
      try {
        await exchange.attendTo();
      } finally {
        busy = false;
      }
    },
    doubt(sinceMs) {
      if (exchange.answeredAt() < sinceMs && store.current().contact === "answered")
        store.become({ contact: "unanswered" });
    },
    heard(answer) {
      const parsed = orderAnswer.safeParse(answer);
      if (!parsed.success) return;
      exchange.answered();
      store.become({
        orders: store.setOrder(parsed.data.orderId, { answer: parsed.data }),
        contact: "answered",
      });
    },
  };
}
