import { Hono } from "hono";
import type { Context } from "hono";
import { createGuestOrder, openGuestSession } from "#shared/api/guests.ts";
import { guestOrder } from "#shared/guests/state.ts";
import { uuid } from "#shared/kernel/schema.ts";
import { isHeard, type Order } from "#shared/orders/order.ts";
import { guestActor } from "../auth/actor.ts";
import { orderToken, sameSecret } from "../auth/tokens.ts";
import type { Config } from "../config.ts";
import { ORDER_BODY, readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import { readSettings } from "../restaurants/read.ts";
import type { Writer } from "../sync/writer.ts";
import { openOrderStreams, type OrderStreamDeps, type OrderStreams } from "./order-stream.ts";
import { readGuestMenu, readGuestOrders } from "./read.ts";
import {
  keepSession,
  openSession,
  presentedSession,
  sessionEnds,
  setSessionCookie,
  sharedSession,
  type OpenSessionDeps,
} from "./sessions.ts";
import { guestTable, type GuestTable } from "./table.ts";

const TABLE_HEADER = "x-table-token";
const ORDER_HEADER = "x-order-token";

export type GuestRoutesDeps = OrderStreamDeps &
  OpenSessionDeps & {
    readonly writer: Pick<Writer, "submit">;
    readonly config: Pick<Config, "guestOrdersPerTable">;
  };

/**
 * A guest's menu, session, order and order state. The table's token is the whole permission to
 * order; to see an order takes a proof of one's own (README.md).
 */
export function guestRoutes(deps: GuestRoutesDeps): {
  readonly app: Hono<HttpEnv>;
  readonly streams: OrderStreams;
} {
  const app = new Hono<HttpEnv>();
  const streams = openOrderStreams(deps);

  app.get("/api/qr/menu", async (c) => {
    const { restaurantId, tableId } = await guestTable(deps, c.req.header(TABLE_HEADER));
    return c.json(
      await deps.database.tenant(restaurantId, (tx) =>
        readGuestMenu(tx, tableId, deps.clock.now()),
      ),
    );
  });

  app.post("/api/qr/sessions", async (c) => {
    const { tableToken } = await readJson(c, openGuestSession, ORDER_BODY);
    const table = await guestTable(deps, tableToken);
    const opened = await deps.database.tenant(table.restaurantId, async (tx) => {
      const present = await presentedSession(tx, table, c);
      return present?.isLive === true ? "live" : openSession(tx, table, deps);
    });
    if (opened !== null && opened !== "live") setSessionCookie(c, opened);
    return c.json(
      { endsAt: opened === null ? null : sessionEnds(deps.clock.now()) },
      opened === null || opened === "live" ? 200 : 201,
    );
  });

  app.post("/api/qr/orders/create", async (c) => {
    const { tableToken, ...given } = await readJson(c, createGuestOrder, ORDER_BODY);
    const table = await guestTable(deps, tableToken);
    const { restaurantId, tableId } = table;
    const present = await deps.database.tenant(restaurantId, (tx) =>
      presentedSession(tx, table, c),
    );
    const own = present?.isLive === true ? present.id : null;
    const command = {
      name: "order.place",
      args: { ...given, channel: "dine_in", tableId },
    } as const;
    const who = guestActor(restaurantId, {
      session: own ?? sharedSession(table),
      isShared: own === null,
      ceiling: deps.config.guestOrdersPerTable,
    });
    const { answer, order } = decided(
      await deps.writer.submit(restaurantId, {
        kind: "command",
        who,
        command,
        key: null,
        strict: true,
      }),
    );
    if (order === null) throw new Error("an order that was placed is not there");
    const isNew = answer.status === "applied";
    if (isNew && own !== null)
      await deps.database.tenant(restaurantId, (tx) => keepSession(tx, restaurantId, own));
    const { orderId, number, status } = order;
    return c.json(
      {
        orderId,
        number,
        status,
        heard: isHeard(order),
        orderToken: orderToken(deps.serverSecret, restaurantId, orderId),
      },
      isNew ? 201 : 200,
    );
  });

  app.get("/api/qr/orders/:orderId", async (c) => {
    const table = await guestTable(deps, c.req.header(TABLE_HEADER));
    const order = await readOrder(deps, table, c);
    if (!wantsStream(c)) return c.json(guestOrder(order));
    return streams.open(c, table, order.orderId);
  });

  return { app, streams };
}

/** The order that the address names, for whoever may see it; for everybody else there is none. */
async function readOrder(
  deps: Pick<GuestRoutesDeps, "database" | "serverSecret">,
  table: GuestTable,
  c: Context<HttpEnv, "/api/qr/orders/:orderId">,
): Promise<Order> {
  const { restaurantId, tableId } = table;
  const orderId = uuid.safeParse(c.req.param("orderId"));
  const found = orderId.success
    ? await deps.database.tenant(restaurantId, async (tx) => {
        const [order] = await readGuestOrders(tx, [orderId.data]);
        if (order === undefined) return null;
        const given = c.req.header(ORDER_HEADER);
        if (
          given !== undefined &&
          sameSecret(given, orderToken(deps.serverSecret, restaurantId, order.orderId))
        )
          return order;
        const { session } = order.source;
        const isOurs =
          session === undefined
            ? order.tableId === tableId
            : session === sharedSession(table) ||
              session === (await presentedSession(tx, table, c))?.id;
        return isOurs ||
          (order.tableId === tableId && (await readSettings(tx)).guestsShareTable === true)
          ? order
          : null;
      })
    : null;
  if (found === null) throw new Problem("unknown_order", "There is no such order here.");
  return found;
}

function wantsStream(c: Context<HttpEnv>): boolean {
  return (c.req.header("accept") ?? "").toLowerCase().includes("text/event-stream");
}
