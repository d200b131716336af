/** Tries that are counted for all server processes together (auth/brake.ts). */
import type { DirectoryCalls } from "./directory-calls.ts";

/** `tries` within `seconds`, counted under `key`; a key is always asked for with the same two. */
export type Allowance = { readonly key: string; readonly tries: number; readonly seconds: number };

export type TriesDirectory = {
  /**
   * Takes one try of every allowance, for all server processes together, or none; the answer is
   * those that have none left, and for how long.
   */
  takeTries(
    asked: readonly Allowance[],
  ): Promise<readonly { readonly key: string; readonly waitMs: number }[]>;
  /** The same answer, and takes none. */
  lookAtTries(
    asked: readonly Allowance[],
  ): Promise<readonly { readonly key: string; readonly waitMs: number }[]>;
  giveTriesBack(keys: readonly string[]): Promise<void>;
  /** Forgets the tries whose time is over. */
  sweepTries(): Promise<void>;
};

export function triesDirectory({ call, look }: DirectoryCalls): TriesDirectory {
  return {
    async takeTries(asked) {
      const rows = await call<LackingRow>(
        "select * from directory_brake_take($1::text[], $2::integer[], $3::integer[])",
        [
          asked.map(({ key }) => key),
          asked.map(({ tries }) => tries),
          asked.map(({ seconds }) => seconds),
        ],
      );
      return rows.map(lacking);
    },
    async lookAtTries(asked) {
      const rows = await look<LackingRow>(
        "select * from directory_brake_look($1::text[], $2::integer[])",
        [asked.map(({ key }) => key), asked.map(({ tries }) => tries)],
      );
      return rows.map(lacking);
    },
    async giveTriesBack(keys) {
      await call("select directory_brake_give_back($1::text[])", [keys]);
    },
    async sweepTries() {
      await call("select directory_brake_sweep()", []);
    },
  };
}

type LackingRow = { key: string; wait_ms: number };

const lacking = (row: LackingRow) => ({ key: row.key, waitMs: row.wait_ms });
