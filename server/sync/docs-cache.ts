/**
 * Menu, tables and settings, which every decision looks at and which hardly ever change: read once,
 * then kept while the counter row names the same last change. The name is that event's id and not
 * its seq, because a restored backup can pass the same seq with another menu.
 */

import { EMPTY_MENU, type MenuInService } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { must } from "#shared/kernel/assert.ts";
import type { Tx } from "../db/database.ts";

export type Docs = {
  readonly menu: MenuInService;
  readonly tables: readonly Table[];
  readonly settings: Settings;
};

export type DocsCache = {
  /** Inside a transaction that holds the restaurant's lock. */
  read(restaurantId: string, docsId: string | null, tx: Tx): Promise<Docs>;
  forget(restaurantId: string): void;
};

/** About 1 MB each at worst, 20 KB usually. */
export const MAX_RESTAURANTS = 500;

export function createDocsCache(): DocsCache {
  const kept = new Map<string, { readonly docsId: string; readonly docs: Docs }>();
  return {
    async read(restaurantId, docsId, tx) {
      const found = kept.get(restaurantId);
      if (found !== undefined && found.docsId === docsId) return found.docs;
      const docs = await readDocs(tx, restaurantId);
      kept.delete(restaurantId);
      // A log without such an event has nothing to be recognised by.
      if (docsId !== null) kept.set(restaurantId, { docsId, docs });
      const oldest = kept.keys().next().value;
      if (kept.size > MAX_RESTAURANTS && oldest !== undefined) kept.delete(oldest);
      return docs;
    },
    forget: (restaurantId) => void kept.delete(restaurantId),
  };
}

/** One statement, so one moment. */
export async function readDocs(tx: Tx, restaurantId: string): Promise<Docs> {
  const { rows } = await tx.query<{
    menu: MenuInService | null;
    tables: Table[];
    settings: Settings;
  }>(
    `select r.settings, (select m.doc from menus m where m.restaurant_id = r.restaurant_id) as menu,
       (select coalesce(json_agg(json_build_object('id', t.table_id, 'label', t.label) order by t.position, t.table_id), '[]')
          from dining_tables t where t.restaurant_id = r.restaurant_id) as tables
     from restaurants r where r.restaurant_id = $1`,
    [restaurantId],
  );
  const row = must(rows[0], "the restaurant of a log");
  return { menu: row.menu ?? EMPTY_MENU, tables: row.tables, settings: row.settings };
}
