/** All that one decision may look at: what is true, who asks, and when. */
import type { Role } from "#shared/devices/roles.ts";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import type { GuestLoad } from "./guest-load.ts";
import type { Order, OrderSource } from "./order.ts";

export type Turn = {
  /** Undefined: unknown to this restaurant. */
  order(orderId: string): Order | undefined;
  /** Which order has this line, anywhere in the restaurant: line ids are never used twice. */
  orderOfLine(lineId: string): string | undefined;
  /** The orders of a table that guests placed and nobody has answered; others may be among them. */
  ordersAt(tableId: string): readonly Order[];
  /** Of the table of a guest's order. */
  readonly guestLoad: GuestLoad;
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
  readonly role: Role;
  readonly source: OrderSource;
  /** The stations that the asking device is bound to; none: it speaks for all (ORD-32). */
  readonly stationIds: readonly string[];
  /** When the person acted, already bounded by when it was recorded (ORD-6). */
  readonly occurredAt: IsoTime;
  /** Makes the number of an order that came without one. */
  readonly nextNumber: () => string;
  /**
   * A guest asks: `isShared` for all phones at the table that have no session of their own, and at
   * most `ceiling` orders in ten minutes by the installation's word.
   */
  readonly guest?: { readonly isShared: boolean; readonly ceiling: number };
  /**
   * A program asks over REST: only steps, no skips, and a late word is an error (transitions.ts).
   */
  readonly strict: boolean;
};
