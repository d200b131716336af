import { tableToken as tableTokenSchema } from "#shared/api/guests.ts";
import { hashSecret } from "../auth/tokens.ts";
import type { Directory } from "../db/directory.ts";
import { Problem } from "../http/problem.ts";

export type GuestTable = {
  readonly restaurantId: string;
  readonly tableId: string;
  /** Of the printed code that was shown. */ readonly codeHash: string;
};

export type GuestTableDeps = { readonly directory: Pick<Directory, "findTable"> };

/**
 * The table that a token permits to order for. Throws `table_unknown`, also for what can be no
 * token.
 */
export async function guestTable(
  deps: GuestTableDeps,
  token: string | undefined,
): Promise<GuestTable> {
  const parsed = tableTokenSchema.safeParse(token ?? "");
  const codeHash = parsed.success ? hashSecret(parsed.data) : null;
  const table = codeHash === null ? null : await deps.directory.findTable(codeHash);
  if (codeHash === null || table === null)
    throw new Problem(
      "table_unknown",
      "This table's code is not valid (any more). Scan the code on the table again.",
    );
  return { ...table, codeHash };
}
