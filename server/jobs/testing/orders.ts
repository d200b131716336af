/** A house's orders as the watch's tests place them and look at them. */
import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import type { Args, Command } from "#shared/orders/command.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { StoredHouse } from "../../sync/testing/house.ts";
import type { Process } from "../../sync/testing/process.ts";

export async function submit(
  { sync }: Process,
  { restaurantId }: StoredHouse,
  who: Actor,
  command: Command,
): Promise<void> {
  const outcome = await sync.writer.submit(restaurantId, {
    kind: "command",
    who,
    command,
    key: null,
    strict: false,
  });
  expect(outcome).toMatchObject({ kind: "decided", answer: { status: "applied" } });
}

export async function place(
  process: Process,
  house: StoredHouse,
  over: Partial<Args<"order.place">> = {},
  who: Actor = house.owner,
): Promise<Args<"order.place">> {
  const args: Args<"order.place"> = {
    orderId: randomUUID(),
    channel: "takeaway",
    lines: [{ lineId: randomUUID(), menuItemId: "burger", quantity: 1 }],
    ...over,
  };
  await submit(process, house, who, { name: "order.place", args });
  return args;
}

export const shown = ({ orderId, lines }: Args<"order.place">): Command => ({
  name: "ticket.shown",
  args: { orderId, stationId: "grill", lineIds: lines.map(({ lineId }) => lineId) },
});

/**
 * What the log of a house tells people about orders that stay behind: kind and order, or table and
 * how many wait there.
 */
export async function told(
  { database }: Process,
  { restaurantId }: StoredHouse,
): Promise<string[]> {
  const { rows } = await database.tenant(restaurantId, (tx) =>
    tx.query<{ body: string }>(
      "select body from pending_events where type = 'restaurant_notification' order by seq",
    ),
  );
  return rows
    .map(
      ({ body }) =>
        JSON.parse(body) as {
          data: { kind: string; orderId?: string; tableId?: string; count?: number };
        },
    )
    .map(({ data }) =>
      data.orderId === undefined
        ? `${data.kind} ${data.tableId} ${data.count}`
        : `${data.kind} ${data.orderId}`,
    );
}

export async function isHeld(
  { database }: Process,
  { restaurantId }: StoredHouse,
  orderId: string,
): Promise<boolean | undefined> {
  return database.tenant(
    restaurantId,
    async (tx) =>
      (
        await tx.query<{ held: boolean }>(
          "select (doc ->> 'held')::boolean as held from orders where order_id = $1",
          [orderId],
        )
      ).rows[0]?.held,
  );
}
