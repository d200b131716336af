import { EMPTY_MENU, type MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { OWN_RESTAURANT, type Tx } from "../db/database.ts";

/** The settings in force. The caller's restaurant exists, because its token was believed. */
export async function readSettings(tx: Tx): Promise<Settings> {
  const { rows } = await tx.query<{ settings: Settings }>(
    `select settings from restaurants where restaurant_id = ${OWN_RESTAURANT}`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("a restaurant without a row");
  return row.settings;
}

/** The menu in service; an empty one before the owner wrote the first. */
export async function readMenu(tx: Tx): Promise<MenuInService> {
  const { rows } = await tx.query<{ doc: MenuInService }>(
    `select doc from menus where restaurant_id = ${OWN_RESTAURANT}`,
  );
  return rows[0]?.doc ?? EMPTY_MENU;
}

export type TableWithRotation = Table & { readonly rotation: number };

/** The tables in the owner's order, with how often each one's printed code was made void. */
export async function readTables(tx: Tx): Promise<TableWithRotation[]> {
  const { rows } = await tx.query<TableWithRotation>(
    `select table_id as id, label, rotation from dining_tables where restaurant_id = ${OWN_RESTAURANT} order by position, table_id`,
  );
  return rows;
}
