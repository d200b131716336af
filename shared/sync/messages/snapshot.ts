import { z } from "zod/mini";
import { integer, isoTime, seq, uuid } from "#shared/kernel/schema.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import type { Order } from "#shared/orders/order.ts";
import { retentionMs } from "./stream.ts";

/**
 * `GET /api/snapshot`: the fold of the log up to `seq` in one consistent read. `id` is the event at
 * `seq` (null for an empty log).
 */
export const snapshotSchema = z.object({
  logId: uuid,
  epoch: integer(0, 1_000_000_000),
  seq,
  id: z.nullable(uuid),
  serverTime: isoTime,
  retentionMs,
  menu: z.looseObject({}),
  tables: z.array(z.looseObject({})),
  settings: z.looseObject({}),
  orders: z.array(z.looseObject({ orderId: uuid })),
});

export type Snapshot = {
  readonly logId: string;
  readonly epoch: number;
  readonly seq: number;
  readonly id: string | null;
  readonly serverTime: string;
  readonly retentionMs?: number;
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
  readonly orders: readonly Order[];
  /**
   * On a device: the `FOLD` of the code that took it from the server, and has folded on since.
   * Absent in what older versions stored.
   */
  readonly foldedBy?: string;
};

const frameSchema = z.omit(snapshotSchema, { orders: true });

/**
 * A snapshot from its JSON, or null where it is none. The bodies are the server's own folds and are
 * taken as they are: a schema would copy every order, which for ten thousand took longer than to
 * parse them.
 */
export function parseSnapshot(json: unknown): Snapshot | null {
  const frame = frameSchema.safeParse(json);
  const orders = (json as { readonly orders?: unknown } | null)?.orders;
  if (!frame.success || !Array.isArray(orders) || !orders.every(isNamed)) return null;
  return {
    ...(frame.data as unknown as Omit<Snapshot, "orders">),
    orders: orders as readonly Order[],
  };
}

const isNamed = (order: unknown): boolean =>
  typeof order === "object" &&
  order !== null &&
  "orderId" in order &&
  uuid.safeParse(order.orderId).success;
