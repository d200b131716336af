/**
 * What this phone knows of a guest's order: kept with every change, and told to whoever looks. Who
 * scans the table's code twice has two pages that keep it in the same place: each goes on from what
 * the other has kept, so that neither writes over an order of the other's.
 */
import { dropUnavailable } from "../ordering/basket.ts";
import { readMemory, recall } from "./guest-memory.ts";
import type { Guest, GuestPorts, GuestView } from "./guest-order-port.ts";
import { type GuestMemory, needsAsking, type Placed, readGuestMenu } from "./guest-state.ts";

export type GuestStore = Pick<Guest, "subscribe" | "view"> & {
  /** The view, with what another page of this table has kept meanwhile. Not while drawing. */
  current(): GuestView;
  become(change: Partial<GuestView>): void;
  isGone(): boolean;
  setOrder(orderId: string, change: Partial<Placed>): Placed[];
  /** Puts an order that was not taken back into the basket, under ids that nobody has seen. */
  backToBasket(order: Placed, refusal: GuestView["refusal"]): void;
};

/** `key`: where this table's memory is on this phone. */
export function createGuestStore(key: string, ports: GuestPorts): GuestStore {
  const listeners = new Set<() => void>();
  const saved = ports.load(key);
  /** What stood in storage when this page looked last: anything else is another page's. */
  let seen = JSON.stringify(saved);
  let view: GuestView = {
    ...recall(saved, ports.nowMs()),
    menu: readGuestMenu(ports.load(`${key}.menu`)),
    link: "opening",
    contact: "untried",
    kept: true,
    refusal: null,
    dropped: [],
    waitUntil: null,
    outgoing: null,
  };

  const tell = () => {
    for (const listener of listeners) listener();
  };
  function current(): GuestView {
    const found = ports.load(key);
    const text = JSON.stringify(found);
    if (text === seen) return view;
    const theirs = readMemory(found, ports.nowMs());
    // Cleared, or a newer app's: nothing that is here is given up for it.
    if (theirs === null) return view;
    const memory = view.kept ? theirs : { orders: [...unkept(theirs.orders), ...theirs.orders] };
    view = { ...view, ...memory };
    if (!isStillAsked()) view = { ...view, outgoing: null };
    seen = text;
    tell();
    return view;
  }
  /** Orders that this phone had no room for: only this page has them. */
  function unkept(theirs: readonly Placed[]): Placed[] {
    const before = recall(JSON.parse(seen), ports.nowMs()).orders;
    const known = new Set([...before, ...theirs].map(({ orderId }) => orderId));
    return view.orders.filter(({ orderId }) => !known.has(orderId));
  }
  /** Another page may have had the guest's answer. */
  function isStillAsked(): boolean {
    const { outgoing, orders } = view;
    if (outgoing?.kind !== "asking") return true;
    const order = orders.find(({ orderId }) => orderId === outgoing.orderId);
    return order !== undefined && needsAsking(order, ports.nowMs());
  }
  function become(change: Partial<GuestView>) {
    const { basket, guestName, notes, orders } = { ...current(), ...change };
    const memory = { basket, guestName, notes, orders } satisfies GuestMemory;
    const kept = ports.save(key, memory);
    // Where there was no room, what stands there is older than what is here.
    if (kept) seen = JSON.stringify(memory);
    view = { ...view, ...change, kept };
    tell();
  }
  const setOrder = (orderId: string, change: Partial<Placed>) =>
    current().orders.map((order) => (order.orderId === orderId ? { ...order, ...change } : order));
  function backToBasket(order: Placed, refusal: GuestView["refusal"]) {
    // Another page has put it back already.
    if (!current().orders.some((it) => it.orderId === order.orderId)) return;
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
    current,
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
