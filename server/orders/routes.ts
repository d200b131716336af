import { Hono } from "hono";
import type { Context } from "hono";
import { idempotencyKey, patchLineStatus, patchOrderStatus } from "#shared/api/orders.ts";
import { uuid } from "#shared/kernel/schema.ts";
import type { Command } from "#shared/orders/command.ts";
import type { Order } from "#shared/orders/order.ts";
import { actorOf } from "../auth/actor.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Database } from "../db/database.ts";
import { checked, readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { decided } from "../http/outcome.ts";
import { Problem } from "../http/problem.ts";
import type { Writer } from "../sync/writer.ts";

export type OrderRoutesDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly writer: Pick<Writer, "submit">;
};

/** The status calls of programs: strict steps of the lifecycle, each under an Idempotency-Key. */
export function orderRoutes(deps: OrderRoutesDeps, auth: Authenticator): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  const carryOut = async (c: Context<HttpEnv>, command: Command): Promise<Order> => {
    const who = c.get("who");
    const given = c.req.header("idempotency-key");
    if (given === undefined)
      throw new Problem(
        "idempotency_key_required",
        "Send an Idempotency-Key, the same for every retry of this call.",
      );
    const key = `${who.subjectId}/${checked(idempotencyKey, given, "The header Idempotency-Key")}`;
    const { order } = decided(
      await deps.writer.submit(who.restaurantId, {
        kind: "command",
        who: actorOf(who),
        command,
        key,
        strict: true,
      }),
    );
    if (order === null) throw new Problem("unknown_order", "There is no such order here.");
    return order;
  };

  app.patch("/api/orders/:orderId/status", auth.require("order.setStatus"), async (c) => {
    const { status, reason } = await readJson(c, patchOrderStatus);
    const orderId = idOr404(c.req.param("orderId"), "unknown_order");
    return c.json(
      await carryOut(c, {
        name: "order.setStatus",
        args: { orderId, status, ...(reason === undefined ? {} : { reason }) },
      }),
    );
  });

  app.patch("/api/kitchen/items/:lineId/status", auth.require("line.setStatus"), async (c) => {
    const { status } = await readJson(c, patchLineStatus);
    const lineId = idOr404(c.req.param("lineId"), "unknown_line");
    const orderId = await orderOfLine(deps, c.get("who").restaurantId, lineId);
    const order = await carryOut(c, { name: "line.setStatus", args: { orderId, lineId, status } });
    const line = order.lines.find((one) => one.lineId === lineId);
    if (line === undefined) throw new Problem("unknown_line", "There is no such line here.");
    return c.json({ orderId, ...line });
  });

  return app;
}

/** What can be no id is unknown, like any id that nobody used. */
function idOr404(text: string, code: "unknown_order" | "unknown_line"): string {
  const id = uuid.safeParse(text);
  if (!id.success) throw new Problem(code, "There is nothing here under this id.");
  return id.data;
}

async function orderOfLine(
  deps: Pick<OrderRoutesDeps, "database">,
  restaurantId: string,
  lineId: string,
): Promise<string> {
  const { rows } = await deps.database.tenant(restaurantId, (tx) =>
    tx.query<{ orderId: string }>(
      'select order_id as "orderId" from order_lines where restaurant_id = $1 and line_id = $2',
      [restaurantId, lineId],
    ),
  );
  const [row] = rows;
  if (row === undefined) throw new Problem("unknown_line", "There is nothing here under this id.");
  return row.orderId;
}
