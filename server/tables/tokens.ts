import type { TableRow } from "#shared/api/tables.ts";
import { hashSecret, makeTableToken } from "../auth/tokens.ts";
import type { Database } from "../db/database.ts";
import type { Directory } from "../db/directory.ts";
import { readTables, type TableWithRotation } from "../restaurants/read.ts";

/** Two owners may write tables at once; more often in a row than this they do not. */
const MAX_ROUNDS = 5;

export type TableTokensDeps = {
  readonly database: Pick<Database, "tenant">;
  readonly directory: Pick<Directory, "putTableTokens">;
  /**
   * The same in every process that serves the same database, and for ever: a printed code is made
   * of it.
   */
  readonly serverSecret: Uint8Array;
};

/**
 * Makes exactly the present tables' tokens valid: called after every change of tables, wherever
 * they are shown, and by a job. It looks again after it wrote, because a change that came in
 * between has registered its own.
 */
export async function registerTableTokens(
  deps: TableTokensDeps,
  restaurantId: string,
): Promise<TableWithRotation[]> {
  let tables = await deps.database.tenant(restaurantId, readTables);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const hashes = tables.map((table) => ({
      tableId: table.id,
      tokenHash: hashSecret(tokenOf(deps, restaurantId, table)),
    }));
    await deps.directory.putTableTokens(restaurantId, hashes);
    const now = await deps.database.tenant(restaurantId, readTables);
    if (JSON.stringify(now) === JSON.stringify(tables)) break;
    tables = now;
  }
  return tables;
}

/**
 * The tables with the links that their printed codes hold. The secret stands in the fragment, which
 * no browser sends.
 */
export function withLinks(
  deps: Pick<TableTokensDeps, "serverSecret">,
  restaurantId: string,
  tables: readonly TableWithRotation[],
  origin: string,
): TableRow[] {
  return tables.map((table) => {
    const token = tokenOf(deps, restaurantId, table);
    return {
      id: table.id,
      label: table.label,
      orderUrl: `${origin}/t#${token}`,
      tableToken: token,
    };
  });
}

const tokenOf = (
  deps: Pick<TableTokensDeps, "serverSecret">,
  restaurantId: string,
  table: TableWithRotation,
): string => makeTableToken(deps.serverSecret, restaurantId, table.id, table.rotation);
