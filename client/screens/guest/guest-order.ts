/**
 * A guest's order from basket to table, over plain fetch. Its one promise: what the guest is told is true. An order counts as sent only when
 * the server has answered; until then it is kept here under its id and sent again under the same id, so that it can never arrive twice; and
 * after ten minutes nobody sends it without asking, because the guest may have left.
 */
import type { GuestMenu } from "#shared/api/guests.ts";
import { problemSchema } from "#shared/api/problem.ts";
import type { ServerAnswer, HttpAsk } from "../../platform/http.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { tidy } from "#shared/kernel/tidy.ts";
import { dropUnavailable, NAME_LENGTH, ORDER_NOTE_LENGTH, type Basket } from "../ordering/basket.ts";
import { LEFT_KEY, memoryKey, readLeft, recall, toBody } from "./guest-memory.ts";
import { ASK_AGAIN_MS, isOver, MENU_FRESH_MS, needsAsking, orderAnswer, readGuestMenu, type GuestMemory, type OrderAnswer, type Placed } from "./guest-state.ts";

export type GuestPorts = {
  ask: (path: string, ask: HttpAsk) => Promise<ServerAnswer>;
  load: (key: string) => unknown;
  /** False where the phone had no room for it. */
  save: (key: string, value: unknown) => boolean;
  nowMs: () => number;
  newId: () => string;
};

export type GuestView = GuestMemory & {
  readonly menu: GuestMenu | null;
  /** `gone`: the link is no table's any more. */
  readonly link: "opening" | "good" | "gone";
  /** The last exchange was answered. */
  readonly connected: boolean;
  /** The server has been asked at least once, whether it answered or not. */
  readonly tried: boolean;
  /** Why the last order was not taken: the server's code, and its own words for who does not know the code. */
  readonly refusal: { readonly code: string; readonly detail: string } | null;
  /** False: this phone has no room, what is here lives only in this page. */
  readonly kept: boolean;
  /** Dishes that ran out while they were in the basket. */
  readonly dropped: readonly string[];
  /** The server has had too much of this table or address: nothing is asked before then. */
  readonly waitUntil: number | null;
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
  /** Puts away what was said about dishes that ran out. */
  seenDropped: () => void;
  /** The answer to "Still want it?". */
  stillWanted: (orderId: string, yes: boolean) => void;
  /** Does what is due: fetches the menu, sends what waits, asks how orders stand. To be called every few seconds; never runs twice at once. */
  attend: () => Promise<void>;
  /** An order's state from its stream. */
  heard: (answer: unknown) => void;
  /** Somebody looks again, and nothing has been answered since `sinceMs`: what stands there is no longer said to be so. */
  doubt: (sinceMs: number) => void;
};

/** Where a 429 does not say for how long. */
const USUAL_WAIT_MS = 30 * SECOND;
/** A session lasts for hours, and one that was ended is missed for no longer than this. */
const SESSION_AGAIN_MS = 10 * MINUTE;
/** The restaurant takes no more from here: not a server that wants to be left alone, and nothing that goes out by itself later. */
const OVER_LIMIT = "too_many_orders";
/** After this the guest is asked again anyway. */
const LONGEST_WAIT_MS = ASK_AGAIN_MS;

export function createGuest(tableToken: string, ports: GuestPorts): Guest {
  const key = memoryKey(tableToken);
  const header = { "X-Table-Token": tableToken };
  const listeners = new Set<() => void>();
  let busy = false;
  let menuAt: number | null = null;
  /** When this phone last asked to be somebody of its own at the table. */
  let sessionAt = Number.NEGATIVE_INFINITY;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let view: GuestView = {
    ...recall(ports.load(key), ports.nowMs()), menu: readGuestMenu(ports.load(`${key}.menu`)),
    link: "opening", connected: false, tried: false, kept: true, refusal: null, dropped: [], waitUntil: null, sendingId: null, asking: null,
  };

  function become(change: Partial<GuestView>) {
    const { basket, guestName, notes, orders } = { ...view, ...change };
    const kept = ports.save(key, { basket, guestName, notes, orders } satisfies GuestMemory);
    view = { ...view, ...change, kept };
    for (const listener of listeners) listener();
  }
  const isGone = (): boolean => view.link === "gone";
  const setOrder = (orderId: string, change: Partial<Placed>) => view.orders.map((order) => (order.orderId === orderId ? { ...order, ...change } : order));
  /** Puts an order that was not taken back into the basket, under ids that nobody has seen. */
  function backToBasket(order: Placed, refusal: GuestView["refusal"]) {
    const lines = order.lines.map((line) => ({ ...line, lineId: ports.newId() }));
    const { basket, dropped } = view.menu === null ? { basket: lines, dropped: [] } : dropUnavailable(lines, view.menu.menu);
    become({ basket: [...basket, ...view.basket], guestName: order.guestName, notes: order.notes, orders: view.orders.filter((it) => it.orderId !== order.orderId), refusal, dropped, asking: null });
  }

  /**
   * Asks, and notes what the server says to whoever asks with this link: to be left alone for a while, or that the link is no table's any more. Only
   * its own word ends this page for good: a stranger's 401, 403 or 404 comes as status 0 (`platform/our-server.ts`).
   */
  async function ask(path: string, asked: HttpAsk): Promise<ServerAnswer> {
    const answer = await ports.ask(path, asked);
    if (answer.status !== 0) answeredAt = ports.nowMs();
    if (codeOf(answer) === "table_unknown") leave();
    if (answer.status === 429 && codeOf(answer) !== OVER_LIMIT) become({ waitUntil: ports.nowMs() + Math.min(answer.retryAfterMs ?? USUAL_WAIT_MS, LONGEST_WAIT_MS), connected: true });
    return answer;
  }

  async function fetchMenu() {
    const { status, body } = await ask("/api/qr/menu", { headers: header });
    if (!view.tried) view = { ...view, tried: true };
    if (status === 429 || isGone()) return;
    const menu = status === 200 ? readGuestMenu(body) : null;
    if (menu === null) return become({ connected: false });
    menuAt = ports.nowMs();
    const same = view.menu !== null && JSON.stringify(view.menu) === JSON.stringify(menu);
    if (same && view.link === "good" && view.connected) return;
    if (!same) ports.save(`${key}.menu`, menu);
    const found = bringOver(menu.restaurantName);
    const { basket, dropped } = dropUnavailable([...found.basket, ...view.basket], menu.menu);
    become({
      menu: same ? view.menu : menu, link: "good", connected: true, basket: [...basket], orders: [...view.orders, ...found.orders],
      guestName: view.guestName || found.guestName, notes: view.notes || found.notes, dropped: [...new Set([...view.dropped, ...dropped])],
    });
  }

  /** The table has another code now: what is here waits for it on this phone. */
  function leave() {
    ports.save(LEFT_KEY, { key, restaurantName: view.menu?.restaurantName ?? null });
    become({ link: "gone", connected: true });
  }

  /** What waited under the table's old code, or under that of another table of the same restaurant. */
  function bringOver(restaurantName: string): GuestMemory {
    const left = readLeft(ports.load(LEFT_KEY));
    if (left === null || left.key === key || left.restaurantName !== restaurantName) return recall(null, ports.nowMs());
    const memory = recall(ports.load(left.key), ports.nowMs());
    ports.save(LEFT_KEY, null);
    ports.save(left.key, null);
    return memory;
  }

  /** Its cookie is the browser's. Where there is none (no cookies, an older server, too many phones), what is ordered here is ordered as the table. */
  async function openSession() {
    if (view.link !== "good" || ports.nowMs() - sessionAt < SESSION_AGAIN_MS) return;
    const { status } = await ask("/api/qr/sessions", { method: "POST", body: { tableToken } });
    if (status !== 0 && status !== 429) sessionAt = ports.nowMs();
  }

  async function askFor(orderId: string): Promise<{ status: number; answer: OrderAnswer | null }> {
    const { status, body } = await ask(`/api/qr/orders/${orderId}`, { headers: { ...header, ...proofOf(view.orders.find((order) => order.orderId === orderId)) } });
    const parsed = orderAnswer.safeParse(body);
    return { status, answer: status === 200 && parsed.success ? parsed.data : null };
  }

  async function send(order: Placed) {
    if (needsAsking(order, ports.nowMs())) {
      // An earlier try may have arrived without its answer: then there is nothing to ask.
      const { status, answer } = await askFor(order.orderId);
      if (isGone()) return;
      if (answer !== null) become({ orders: setOrder(order.orderId, { answer }), connected: true });
      else if (status === 404) become({ asking: { orderId: order.orderId, waitedMs: ports.nowMs() - order.askedAt }, connected: true });
      else if (status !== 429) become({ connected: false });
      return;
    }
    become({ sendingId: order.orderId });
    const { status, body } = await ask("/api/qr/orders/create", { method: "POST", body: toBody(tableToken, order) });
    become({ sendingId: null });
    const parsed = orderAnswer.safeParse(body);
    if ((status === 201 || status === 200) && parsed.success) return become({ orders: setOrder(order.orderId, { answer: parsed.data, orderToken: parsed.data.orderToken }), connected: true });
    // Under its id it can go out once more with the table's new code; put into the basket it could arrive twice.
    if ((status === 429 && codeOf({ status, body }) !== OVER_LIMIT) || isGone()) return;
    const later = status === 0 || status >= 500 || status < 400;
    if (later) return become({ connected: false });
    const problem = problemSchema.safeParse(body);
    if (problem.success && problem.data.code === "id_reused") {
      const { answer } = await askFor(order.orderId);
      if (answer !== null) return become({ orders: setOrder(order.orderId, { answer }), connected: true });
    }
    await fetchMenu();
    backToBasket(order, problem.success ? { code: problem.data.code, detail: problem.data.detail } : { code: "invalid", detail: "" });
  }

  /** A phone's clock that was set back must not make it wait for longer than anybody asked. */
  function waits(): boolean {
    const left = view.waitUntil === null ? 0 : view.waitUntil - ports.nowMs();
    return left > 0 && left <= LONGEST_WAIT_MS;
  }

  async function attendTo() {
    if (isGone() || waits()) return;
    if (view.waitUntil !== null) become({ waitUntil: null });
    if (view.link === "opening" || menuAt === null || ports.nowMs() - menuAt >= MENU_FRESH_MS) await fetchMenu();
    await openSession();
    if (isGone()) return;
    const unsent = view.orders.find((order) => order.answer === null);
    if (unsent !== undefined && view.asking === null && !waits()) await send(unsent);
    for (const order of view.orders.filter((it) => it.answer !== null && !isOver(it))) {
      if (waits()) return;
      const { answer, status } = await askFor(order.orderId);
      if (isGone()) return;
      become(answer === null ? { connected: status !== 0 && status < 500 } : { orders: setOrder(order.orderId, { answer }), connected: true });
    }
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    edit: (change) => become({ ...change, basket: change.basket === undefined ? view.basket : [...change.basket], refusal: null }),
    seenDropped: () => become({ dropped: [] }),
    order() {
      if (view.basket.length === 0) return;
      const order: Placed = { orderId: ports.newId(), askedAt: ports.nowMs(), lines: view.basket, guestName: tidy(view.guestName, NAME_LENGTH), notes: tidy(view.notes, ORDER_NOTE_LENGTH), answer: null };
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
    doubt(sinceMs) {
      if (answeredAt < sinceMs && view.connected) become({ connected: false });
    },
    heard(answer) {
      const parsed = orderAnswer.safeParse(answer);
      if (!parsed.success) return;
      answeredAt = ports.nowMs();
      become({ orders: setOrder(parsed.data.orderId, { answer: parsed.data }), connected: true });
    },
  };
}

/** What shows the server that an order is this phone's own. */
export const proofOf = (order: Placed | undefined): Record<string, string> => (order?.orderToken === undefined ? {} : { "X-Order-Token": order.orderToken });

function codeOf({ body }: ServerAnswer): string | null {
  const problem = problemSchema.safeParse(body);
  return problem.success ? problem.data.code : null;
}
