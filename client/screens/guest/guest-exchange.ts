/** What is asked of the server for a guest, and what comes of each answer. */
import { problemSchema } from "#shared/api/problem.ts";
import type { ServerAnswer, HttpAsk } from "../../platform/http.ts";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { dropUnavailable } from "../ordering/basket.ts";
import { LEFT_KEY, memoryKey, readLeft, recall, toBody } from "./guest-memory.ts";
import type { GuestPorts } from "./guest-order-port.ts";
import {
  ASK_AGAIN_MS,
  isOver,
  MENU_FRESH_MS,
  needsAsking,
  orderAnswer,
  readGuestMenu,
  type GuestMemory,
  type OrderAnswer,
  type Placed,
} from "./guest-state.ts";
import type { GuestStore } from "./guest-store.ts";

/** Where a 429 does not say for how long. */
const USUAL_WAIT_MS = 30 * SECOND;
/** A session lasts for hours, and one that was ended is missed for no longer than this. */
const SESSION_AGAIN_MS = 10 * MINUTE;
/**
 * The restaurant takes no more from here: not a server that wants to be left alone, and nothing
 * that goes out by itself later.
 */
const OVER_LIMIT = "too_many_orders";
/** After this the guest is asked again anyway. */
const LONGEST_WAIT_MS = ASK_AGAIN_MS;

export type GuestExchange = {
  /** Does what is due. */
  attendTo(): Promise<void>;
  /** Something was answered, by whichever way. */
  answered(): void;
  answeredAt(): number;
};

export function createGuestExchange(
  tableToken: string,
  ports: GuestPorts,
  store: GuestStore,
): GuestExchange {
  const key = memoryKey(tableToken);
  const header = { "X-Table-Token": tableToken };
  let menuAt: number | null = null;
  /** When this phone last asked to be somebody of its own at the table. */
  let sessionAt = Number.NEGATIVE_INFINITY;
  let answeredAt = Number.NEGATIVE_INFINITY;

  /**
   * Asks, and notes what the server says to whoever asks with this link: to be left alone for a
   * while, or that the link is no table's any more. Only its own word ends this page for good: a
   * stranger's 401, 403 or 404 comes as status 0 (`platform/our-server.ts`).
   */
  async function ask(path: string, asked: HttpAsk): Promise<ServerAnswer> {
    const answer = await ports.ask(path, asked);
    if (answer.status !== 0) answeredAt = ports.nowMs();
    if (codeOf(answer) === "table_unknown") leave();
    if (answer.status === 429 && codeOf(answer) !== OVER_LIMIT)
      store.become({
        waitUntil: ports.nowMs() + Math.min(answer.retryAfterMs ?? USUAL_WAIT_MS, LONGEST_WAIT_MS),
        contact: "answered",
      });
    return answer;
  }

  async function fetchMenu() {
    const { status, body } = await ask("/api/qr/menu", { headers: header });
    if (status === 429 || store.isGone()) return;
    const menu = status === 200 ? readGuestMenu(body) : null;
    if (menu === null) return store.become({ contact: "unanswered" });
    menuAt = ports.nowMs();
    const same =
      store.current().menu !== null &&
      JSON.stringify(store.current().menu) === JSON.stringify(menu);
    if (same && store.current().link === "good" && store.current().contact === "answered") return;
    if (!same) ports.save(`${key}.menu`, menu);
    const found = bringOver(menu.restaurantName);
    const { basket, dropped } = dropUnavailable(
      [...found.basket, ...store.current().basket],
      menu.menu,
    );
    store.become({
      menu: same ? store.current().menu : menu,
      link: "good",
      contact: "answered",
      basket: [...basket],
      orders: [...store.current().orders, ...found.orders],
      guestName: store.current().guestName || found.guestName,
      notes: store.current().notes || found.notes,
      dropped: [...new Set([...store.current().dropped, ...dropped])],
    });
  }

  /** The table has another code now: what is here waits for it on this phone. */
  function leave() {
    ports.save(LEFT_KEY, { key, restaurantName: store.current().menu?.restaurantName ?? null });
    store.become({ link: "gone", contact: "answered" });
  }

  /**
   * What waited under the table's old code, or under that of another table of the same restaurant.
   */
  function bringOver(restaurantName: string): GuestMemory {
    const left = readLeft(ports.load(LEFT_KEY));
    if (left === null || left.key === key || left.restaurantName !== restaurantName)
      return recall(null, ports.nowMs());
    const memory = recall(ports.load(left.key), ports.nowMs());
    ports.save(LEFT_KEY, null);
    ports.save(left.key, null);
    return memory;
  }

  /**
   * Its cookie is the browser's. Where there is none (no cookies, an older server, too many
   * phones), what is ordered here is ordered as the table.
   */
  async function openSession() {
    if (store.current().link !== "good" || ports.nowMs() - sessionAt < SESSION_AGAIN_MS) return;
    const { status } = await ask("/api/qr/sessions", { method: "POST", body: { tableToken } });
    if (status !== 0 && status !== 429) sessionAt = ports.nowMs();
  }

  async function askFor(orderId: string): Promise<{ status: number; answer: OrderAnswer | null }> {
    const { status, body } = await ask(`/api/qr/orders/${orderId}`, {
      headers: {
        ...header,
        ...proofOf(store.current().orders.find((order) => order.orderId === orderId)),
      },
    });
    const parsed = orderAnswer.safeParse(body);
    return { status, answer: status === 200 && parsed.success ? parsed.data : null };
  }

  async function send(order: Placed) {
    if (needsAsking(order, ports.nowMs())) {
      // An earlier try may have arrived without its answer: then there is nothing to ask.
      const { status, answer } = await askFor(order.orderId);
      if (store.isGone()) return;
      if (answer !== null)
        store.become({ orders: store.setOrder(order.orderId, { answer }), contact: "answered" });
      else if (status === 404)
        store.become({
          outgoing: {
            kind: "asking",
            orderId: order.orderId,
            waitedMs: ports.nowMs() - order.askedAt,
          },
          contact: "answered",
        });
      else if (status !== 429) store.become({ contact: "unanswered" });
      return;
    }
    store.become({ outgoing: { kind: "sending", orderId: order.orderId } });
    const { status, body } = await ask("/api/qr/orders/create", {
      method: "POST",
      body: toBody(tableToken, order),
    });
    store.become({ outgoing: null });
    const parsed = orderAnswer.safeParse(body);
    if ((status === 201 || status === 200) && parsed.success)
      return store.become({
        orders: store.setOrder(order.orderId, {
          answer: parsed.data,
          orderToken: parsed.data.orderToken,
        }),
        contact: "answered",
      });
    // Under its id it can go out once more with the table's new code; put into the basket it could
    // arrive twice.
    if ((status === 429 && codeOf({ status, body }) !== OVER_LIMIT) || store.isGone()) return;
    const later = status === 0 || status >= 500 || status < 400;
    if (later) return store.become({ contact: "unanswered" });
    const problem = problemSchema.safeParse(body);
    if (problem.success && problem.data.code === "id_reused") {
      const { answer } = await askFor(order.orderId);
      if (answer !== null)
        return store.become({
          orders: store.setOrder(order.orderId, { answer }),
          contact: "answered",
        });
    }
    await fetchMenu();
    store.backToBasket(
      order,
      problem.success
        ? { code: problem.data.code, detail: problem.data.detail }
        : { code: "invalid", detail: "" },
    );
  }

  /** A phone's clock that was set back must not make it wait for longer than anybody asked. */
  function waits(): boolean {
    const { waitUntil } = store.current();
    const left = waitUntil === null ? 0 : waitUntil - ports.nowMs();
    return left > 0 && left <= LONGEST_WAIT_MS;
  }

  async function attendTo() {
    if (store.isGone() || waits()) return;
    if (store.current().waitUntil !== null) store.become({ waitUntil: null });
    if (
      store.current().link === "opening" ||
      menuAt === null ||
      ports.nowMs() - menuAt >= MENU_FRESH_MS
    )
      await fetchMenu();
    await openSession();
    if (store.isGone()) return;
    const unsent = store.current().orders.find((order) => order.answer === null);
    if (unsent !== undefined && store.current().outgoing?.kind !== "asking" && !waits())
      await send(unsent);
    for (const order of store.current().orders.filter((it) => it.answer !== null && !isOver(it))) {
      if (waits()) return;
      const { answer, status } = await askFor(order.orderId);
      if (store.isGone()) return;
      store.become(
        answer === null
          ? { contact: status !== 0 && status < 500 ? "answered" : "unanswered" }
          : { orders: store.setOrder(order.orderId, { answer }), contact: "answered" },
      );
    }
  }

  return {
    attendTo,
    answered() {
      answeredAt = ports.nowMs();
    },
    answeredAt: () => answeredAt,
  };
}

/** What shows the server that an order is this phone's own. */
export const proofOf = (order: Placed | undefined): Record<string, string> =>
  order?.orderToken === undefined ? {} : { "X-Order-Token": order.orderToken };

function codeOf({ body }: ServerAnswer): string | null {
  const problem = problemSchema.safeParse(body);
  return problem.success ? problem.data.code : null;
}
