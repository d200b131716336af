/**
 * A guest's order from basket to table, over plain fetch. Its one promise: what the guest is told is true. An order counts as sent only when
 * the server has answered; until then it is kept here under its id and sent again under the same id, so that it can never arrive twice; and
 * after ten minutes nobody sends it without asking, because the guest may have left.
 */
import type { GuestMenu } from "#shared/api/guests.ts";
import { problemSchema } from "#shared/api/problem.ts";
import type { Answer, Ask } from "../../platform/http.ts";
import { dropUnavailable, type Basket } from "../ordering/basket.ts";
import { EMPTY_MEMORY, FORGET_MS, guestMemory, isOver, needsAsking, orderAnswer, readGuestMenu, type GuestMemory, type OrderAnswer, type Placed } from "./guest-state.ts";

export type GuestPorts = {
  ask: (path: string, ask: Ask) => Promise<Answer>;
  load: (key: string) => unknown;
  save: (key: string, value: unknown) => void;
  nowMs: () => number;
  newId: () => string;
};

export type GuestView = GuestMemory & {
  readonly menu: GuestMenu | null;
  /** `gone`: the link is no table's any more. */
  readonly link: "opening" | "good" | "gone";
  /** The last exchange was answered. */
  readonly connected: boolean;
  /** Why the last order was not taken, in the server's words. */
  readonly refusal: string | null;
  /** Dishes that ran out while they were in the basket. */
  readonly dropped: readonly string[];
  /** The order that is being sent right now. */
  readonly sendingId: string | null;
  /** The order that may be sent only after the guest has said yes again. */
  readonly asking: { readonly orderId: string; readonly waitedMs: number } | null;
};

export type Guest = {
  subscribe: (listener: () => void) => () => void;
  view: () => GuestView;
  edit: (change: Partial<Pick<GuestMemory, "guestName" | "notes">> & { basket?: Basket }) => void;
  /** Turns the basket into an order and sends it as soon as it can be. */
  order: () => void;
  /** The answer to "Still want it?". */
  stillWanted: (orderId: string, yes: boolean) => void;
  /** Does what is due: fetches the menu, sends what waits, asks how orders stand. To be called every few seconds; never runs twice at once. */
  attend: () => Promise<void>;
  /** An order's state from its stream. */
  heard: (answer: unknown) => void;
};

export function createGuest(tableToken: string, ports: GuestPorts): Guest {
  const key = `heard.guest.${tableToken.slice(-12)}`;
  const header = { "X-Table-Token": tableToken };
  const listeners = new Set<() => void>();
  let busy = false;
  let view: GuestView = { ...recall(ports.load(key), ports.nowMs()), menu: readGuestMenu(ports.load(`${key}.menu`)), link: "opening", connected: false, refusal: null, dropped: [], sendingId: null, asking: null };

  function become(change: Partial<GuestView>) {
    view = { ...view, ...change };
    const { basket, guestName, notes, orders } = view;
    ports.save(key, { basket, guestName, notes, orders } satisfies GuestMemory);
    for (const listener of listeners) listener();
  }
  const setOrder = (orderId: string, change: Partial<Placed>) => view.orders.map((order) => (order.orderId === orderId ? { ...order, ...change } : order));
  /** Puts an order that was not taken back into the basket, under ids that nobody has seen. */
  function backToBasket(order: Placed, refusal: string | null) {
    const lines = order.lines.map((line) => ({ ...line, lineId: ports.newId() }));
    const { basket, dropped } = view.menu === null ? { basket: lines, dropped: [] } : dropUnavailable(lines, view.menu.menu);
    become({ basket: [...basket, ...view.basket], guestName: order.guestName, notes: order.notes, orders: view.orders.filter((it) => it.orderId !== order.orderId), refusal, dropped, asking: null });
  }

  async function fetchMenu() {
    const { status, body } = await ports.ask("/api/qr/menu", { headers: header });
    if (status === 404 || status === 401 || status === 403) return become({ link: "gone", connected: true });
    const menu = status === 200 ? readGuestMenu(body) : null;
    if (menu === null) return become({ connected: false });
    ports.save(`${key}.menu`, menu);
    const { basket, dropped } = dropUnavailable(view.basket, menu.menu);
    become({ menu, link: "good", connected: true, basket: [...basket], ...(dropped.length > 0 ? { dropped } : {}) });
  }

  async function askFor(orderId: string): Promise<{ status: number; answer: OrderAnswer | null }> {
    const { status, body } = await ports.ask(`/api/qr/orders/${orderId}`, { headers: header });
    const parsed = orderAnswer.safeParse(body);
    return { status, answer: status === 200 && parsed.success ? parsed.data : null };
  }

  async function send(order: Placed) {
    if (needsAsking(order, ports.nowMs())) {
      // An earlier try may have arrived without its answer: then there is nothing to ask.
      const { status, answer } = await askFor(order.orderId);
      if (answer !== null) become({ orders: setOrder(order.orderId, { answer }), connected: true });
      else if (status === 404) become({ asking: { orderId: order.orderId, waitedMs: ports.nowMs() - order.askedAt }, connected: true });
      else become({ connected: false });
      return;
    }
    become({ sendingId: order.orderId });
    const { status, body } = await ports.ask("/api/qr/orders/create", { method: "POST", body: toBody(tableToken, order) });
    become({ sendingId: null });
    const parsed = orderAnswer.safeParse(body);
    if ((status === 201 || status === 200) && parsed.success) return become({ orders: setOrder(order.orderId, { answer: parsed.data }), connected: true });
    const later = status === 0 || status === 429 || status >= 500 || status < 400;
    if (later) return become({ connected: false });
    const problem = problemSchema.safeParse(body);
    if (problem.success && problem.data.code === "table_unknown") become({ link: "gone" });
    await fetchMenu();
    backToBasket(order, problem.success ? problem.data.detail : "");
  }

  async function attendTo() {
    if (view.link !== "gone" && (view.menu === null || view.link === "opening")) await fetchMenu();
    const unsent = view.orders.find((order) => order.answer === null);
    if (unsent !== undefined && view.asking === null) await send(unsent);
    for (const order of view.orders.filter((it) => it.answer !== null && !isOver(it))) {
      const { answer, status } = await askFor(order.orderId);
      become(answer === null ? { connected: status !== 0 && status < 500 } : { orders: setOrder(order.orderId, { answer }), connected: true });
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    edit: (change) => become({ ...change, basket: change.basket === undefined ? view.basket : [...change.basket], refusal: null, dropped: [] }),
    order() {
      if (view.basket.length === 0) return;
      const order: Placed = { orderId: ports.newId(), askedAt: ports.nowMs(), lines: view.basket, guestName: view.guestName.trim(), notes: view.notes.trim(), answer: null };
      become({ basket: [], notes: "", orders: [order, ...view.orders], refusal: null, dropped: [] });
    },
    stillWanted(orderId, yes) {
      const order = view.orders.find((it) => it.orderId === orderId);
      if (order === undefined) return;
      if (yes) become({ orders: setOrder(orderId, { askedAt: ports.nowMs() }), asking: null });
      else backToBasket(order, null);
    },
    async attend() {
      if (busy) return;
      busy = true;
      try {
        await attendTo();
      } finally {
        busy = false;
      }
    },
    heard(answer) {
      const parsed = orderAnswer.safeParse(answer);
      if (parsed.success) become({ orders: setOrder(parsed.data.orderId, { answer: parsed.data }), connected: true });
    },
  };
}

function recall(saved: unknown, nowMs: number): GuestMemory {
  const parsed = guestMemory.safeParse(saved);
  if (!parsed.success) return EMPTY_MEMORY;
  return { ...parsed.data, orders: parsed.data.orders.filter((order) => order.answer === null || nowMs - order.askedAt < FORGET_MS) };
}

/** What the server takes: no allergies nor courses from a guest, and nothing that is empty. */
function toBody(tableToken: string, { orderId, guestName, notes, lines }: Placed) {
  return {
    tableToken,
    orderId,
    ...(guestName === "" ? {} : { guestName }),
    ...(notes === "" ? {} : { notes }),
    lines: lines.map((line) => ({
      lineId: line.lineId,
      menuItemId: line.menuItemId,
      quantity: line.quantity,
      ...(line.modifiers.length === 0 ? {} : { modifiers: line.modifiers }),
      ...(line.notes.trim() === "" ? {} : { notes: line.notes.trim() }),
    })),
  };
}
