/**
 * How an event is written down: each in a file of its own beside this one, and all of them in
 * `all.ts`. A shape never changes under its version, but for members that are optional for good:
 * logs and tablets are full of what earlier versions wrote.
 */
import type { z } from "zod/mini";
import type { IsoTime } from "#shared/kernel/time.ts";
import type { MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import type { Order } from "../order.ts";

/** What a restaurant's log makes beside its orders. */
export type House = {
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
};

export type EventDefinition<Type extends string, Data extends z.ZodMiniType> = {
  readonly type: Type;
  readonly v: 1;
  readonly data: Data;
  /** An order begins with it, as its data is. */
  readonly begins?: true;
  /** What it makes of the order that its data names; the same object where that is nothing. */
  readonly order?: (order: Order, data: z.infer<Data>, at: IsoTime) => Order;
  /** What it makes of menu, tables and settings. */
  readonly house?: (house: House, data: z.infer<Data>) => Partial<House>;
};

export const event = <const Type extends string, Data extends z.ZodMiniType>(
  definition: EventDefinition<Type, Data>,
): EventDefinition<Type, Data> => definition;
