/** What this phone knows of a guest's order: kept with every change, and told to whoever looks. */
import { dropUnavailable } from "../ordering/basket.ts";
import { recall } from "./guest-memory.ts";
import type { Guest, GuestPorts, GuestView } from "./guest-order-port.ts";
import { type GuestMemory, type Placed, readGuestMenu } from "./guest-state.ts";

export type GuestStore = Pick<Guest, "subscribe" | "view"> & {
  become(change: Partial<GuestView>): void;
  isGone(): boolean;
  setOrder(orderId: string, change: Partial<Placed>): Placed[];
  /** Puts an order that was not taken back into the basket, under ids that nobody has seen. */
  backToBasket(order: Placed, refusal: GuestView["refusal"]): void;
};

/** `key`: where this table's memory is on this phone. */
export function createGuestStore(key: string, ports: GuestPorts): GuestStore {
  const listeners = new Set<() => void>();
  let view: GuestView = {
    ...recall(ports.load(key), ports.nowMs()),
    menu: readGuestMenu(ports.load(`${key}.menu`)),
    link: "opening",
    contact: "untried",
    kept: true,
    refusal: null,
    dropped: [],
    waitUntil: null,
    outgoing: null,
  };

  function become(change: Partial<GuestView>) {
    const { basket, guestName, notes, orders } = { ...view, ...change };
    const kept = ports.save(key, { basket, guestName, notes, orders } satisfies GuestMemory);
    view = { ...view, ...change, kept };
    for (const listener of listeners) listener();
  }
  const setOrder = (orderId: string, change: Partial<Placed>) =>
    view.orders.map((order) => (order.orderId === orderId ? { ...order, ...change } : order));
  function backToBasket(order: Placed, refusal: GuestView["refusal"]) {
    const lines = order.lines.map((line) => ({ ...line, lineId: ports.newId() }));
    const { basket, dropped } =
      view.menu === null ? { basket: lines, dropped: [] } : dropUnavailable(lines, view.menu.menu);
    become({
      basket: [...basket, ...view.basket],
      guestName: order.guestName,
      notes: order.notes,
      orders: view.orders.filter((it) => it.orderId !== order.orderId),
      refusal,
      dropped,
      outgoing: null,
    });
  }

  return {
    become,
    setOrder,
    backToBasket,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    isGone: () => view.link === "gone",
  };
}
