import { vi } from "vitest";
import { menu } from "./phone.ts";

export const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      "Content-Type": status < 400 ? "application/json" : "application/problem+json",
      ...headers,
    },
  });

export type State = {
  sent: string[];
  full: boolean;
  /** What a portal on the way answers in the server's place. */ portal: number | null;
  asked: number;
  /** Streams that are open. */ streams: number;
  /** In place of what the menu's answer says. */ menu: Record<string, unknown>;
};

/** A server for one table, and what it was sent. */
export function server(): State {
  const state: State = { sent: [], full: false, portal: null, asked: 0, streams: 0, menu: {} };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (path, init) => {
    if (state.portal !== null)
      return new Response("<html>Sign in", {
        status: state.portal,
        headers: { "Content-Type": "text/html" },
      });
    if (typeof path === "string" && path.startsWith("/api/qr/orders/0"))
      return order(state, path.slice("/api/qr/orders/".length), init);
    if (path === "/api/qr/menu")
      return json(200, {
        restaurantName: "Aurelia",
        tableLabel: "4",
        currency: "GBP",
        locale: "en-GB",
        timezone: "Europe/London",
        autoAccept: true,
        menu: {
          ...menu,
          items: [
            {
              id: "water",
              categoryId: "starters",
              stationId: "cold",
              name: "Tap water",
              price: 0,
              available: true,
            },
            ...menu.items,
          ],
        },
        ...state.menu,
      });
    if (path !== "/api/qr/orders/create") return json(404, {});
    const { orderId } = JSON.parse(init?.body as string) as { orderId: string };
    state.sent.push(orderId);
    if (state.full)
      return json(
        429,
        {
          type: "about:blank",
          title: "Too many",
          status: 429,
          code: "too_many_requests",
          detail: "Try again in 2 s.",
        },
        { "Retry-After": "2" },
      );
    return json(201, { orderId, number: "G7", status: "submitted", heard: false });
  });
  return state;
}

function order(state: State, orderId: string, init: RequestInit | undefined): Response {
  const body = { orderId, number: "G7", status: "submitted", heard: false };
  if (new Headers(init?.headers).get("Accept") !== "text/event-stream") {
    state.asked++;
    return json(200, body);
  }
  state.streams++;
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      init?.signal?.addEventListener("abort", () => {
        state.streams--;
        controller.error(new DOMException("aborted", "AbortError"));
      });
    },
  });
  return new Response(stream, { headers: { "Content-Type": "text/event-stream" } });
}
