import { Hono } from "hono";
import type { Context } from "hono";
import { createGuestOrder } from "#shared/api/guests.ts";
import { guestOrder } from "#shared/guests/state.ts";
import { uuid } from "#shared/kernel/schema.ts";
import { isHeard, type Order } from "#shared/orders/order.ts";
import { guestActor } from "../auth/actor.ts";
import { hashSecret } from "../auth/tokens.ts";
import { ORDER_BODY, readJson } from "../http/body.ts";
import type { Deps } from "../http/deps.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import { openOrderStreams, type OrderStreams } from "./order-stream.ts";
import { readGuestMenu, readGuestOrders } from "./read.ts";
import { createTableLimit, tooManyOfTable } from "./table-limit.ts";
import { guestTable, type GuestTable } from "./table.ts";

const TABLE_HEADER = "x-table-token";

/** A guest's menu, order and order state. The table's token is the whole permission. */
export function guestRoutes(deps: Deps): { readonly app: Hono<HttpEnv>; readonly streams: OrderStreams } {
  const app = new Hono<HttpEnv>();
  const streams = openOrderStreams(deps);
  const limit = createTableLimit(deps.config.guestOrdersPerTable);

  app.get("/api/qr/menu", async (c) => {
    const { restaurantId, tableId } = await guestTable(deps, c.req.header(TABLE_HEADER));
    return c.json(await deps.database.tenant(restaurantId, (tx) => readGuestMenu(tx, tableId)));
  });

  app.post("/api/qr/orders/create", async (c) => {
    const { tableToken, ...given } = await readJson(c, createGuestOrder, ORDER_BODY);
    const { restaurantId, tableId } = await guestTable(deps, tableToken);
    const command = { name: "order.place", args: { ...given, channel: "dine_in", tableId } } as const;
    const who = guestActor(restaurantId);
    const code = hashSecret(tableToken);
    const waitMs = await limit.take(code);
    // A phone that asks again about an order that is here has its answer all the same.
    if (waitMs !== null && !(await isPlaced(deps, restaurantId, given.orderId))) throw tooManyOfTable(waitMs);
    let isNew = false;
    try {
      const { answer, order } = decided(await deps.writer.submit(restaurantId, { kind: "command", who, command, key: null, strict: true }));
      if (order === null) throw new Error("an order that was placed is not there");
      isNew = answer.status === "applied";
      const { orderId, number, status } = order;
      return c.json({ orderId, number, status, heard: isHeard(order) }, isNew ? 201 : 200);
    } finally {
      if (!isNew && waitMs === null) await limit.giveBack(code);
    }
  });

  app.get("/api/qr/orders/:orderId", async (c) => {
    const table = await guestTable(deps, c.req.header(TABLE_HEADER));
    const order = await readOrder(deps, table, c.req.param("orderId"));
    if (!wantsStream(c)) return c.json(guestOrder(order));
    return streams.open(c, table, order.orderId);
  });

  return { app, streams };
}

async function isPlaced({ database }: Pick<Deps, "database">, restaurantId: string, orderId: string): Promise<boolean> {
  return (await database.tenant(restaurantId, (tx) => readGuestOrders(tx, [orderId]))).length > 0;
}

async function readOrder(deps: Deps, { restaurantId }: GuestTable, text: string): Promise<Order> {
  const orderId = uuid.safeParse(text);
  const orders = orderId.success ? await deps.database.tenant(restaurantId, (tx) => readGuestOrders(tx, [orderId.data])) : [];
  const [order] = orders;
  if (order === undefined) throw new Problem("unknown_order", "There is no such order here.");
  return order;
}

function wantsStream(c: Context<HttpEnv>): boolean {
  return (c.req.header("accept") ?? "").toLowerCase().includes("text/event-stream");
}
