/** The codes and tokens by which a device joins a restaurant, and a guest finds its table. */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { DirectoryCalls } from "./directory-calls.ts";

export type NewPairingCode = {
  readonly codeHash: string;
  readonly restaurantId: string;
  readonly role: DeviceRole;
  readonly name: string | null;
  readonly stationIds: readonly string[];
  readonly expiresAt: Date;
  /** The device, of this role, whose place the paired one takes: the owner's word. */
  readonly replaces?: string;
};

export type NewPairing = {
  readonly codeHash: string;
  readonly deviceId: string;
  readonly name: string;
  readonly tokenHash: string;
  readonly expiresAt: Date | null;
  /**
   * The sync client id of the browser's store: this device's from now on, unless another has it.
   */
  readonly clientId: string | null;
  /**
   * Hashes of the tokens that the browser holds, of whatever became of them: a device of the code's
   * role among them is the one that comes back.
   */
  readonly proofs?: readonly string[];
};

export type PairedDevice = {
  readonly restaurantId: string;
  readonly restaurantName: string;
  readonly role: DeviceRole;
  readonly name: string;
  readonly letter: string;
  readonly stationIds: readonly string[];
  /** The device this one replaces; it is revoked, so its streams must end. */
  readonly replacedDeviceId: string | null;
};

export type PairingDirectory = {
  /**
   * Beside at most `mostOpen - 1` others of the restaurant that are open: the oldest of them end.
   */
  createPairingCode(code: NewPairingCode, mostOpen: number): Promise<void>;
  /**
   * Uses the code up and makes device + credential in one statement. Null: unknown, used or expired
   * code.
   */
  pairDevice(pairing: NewPairing): Promise<PairedDevice | null>;
  /** The restaurants that have a pairing code which could be used now. */
  withOpenCodes(): Promise<readonly string[]>;
  /** Replaces all table tokens of a restaurant. */
  putTableTokens(
    restaurantId: string,
    tokens: readonly { readonly tableId: string; readonly tokenHash: string }[],
  ): Promise<void>;
  findTable(tokenHash: string): Promise<{ restaurantId: string; tableId: string } | null>;
};

export function pairingDirectory({ call, look }: DirectoryCalls): PairingDirectory {
  return {
    async createPairingCode(c, mostOpen) {
      await call("select directory_create_pairing_code($1, $2, $3, $4, $5::json, $6, $7, $8)", [
        c.codeHash,
        c.restaurantId,
        c.role,
        c.name,
        JSON.stringify(c.stationIds),
        c.expiresAt,
        c.replaces ?? null,
        mostOpen,
      ]);
    },
    async pairDevice(p) {
      const [row] = await call<PairedRow>(
        "select * from directory_pair_device($1, $2, $3, $4, $5, $6, $7::text[])",
        [p.codeHash, p.deviceId, p.name, p.tokenHash, p.expiresAt, p.clientId, p.proofs ?? []],
      );
      return row === undefined
        ? null
        : {
            restaurantId: row.restaurant_id,
            restaurantName: row.restaurant_name,
            role: row.role,
            name: row.name,
            letter: row.letter,
            stationIds: row.station_ids,
            replacedDeviceId: row.replaced,
          };
    },
    async withOpenCodes() {
      return (await call<{ id: string }>("select directory_with_open_codes() as id", [])).map(
        (row) => row.id,
      );
    },
    async putTableTokens(restaurantId, tokens) {
      await call("select directory_put_table_tokens($1, $2::text[], $3::text[])", [
        restaurantId,
        tokens.map((t) => t.tableId),
        tokens.map((t) => t.tokenHash),
      ]);
    },
    async findTable(tokenHash) {
      const [row] = await look<{ restaurant_id: string; table_id: string }>(
        "select * from directory_find_table($1)",
        [tokenHash],
      );
      return row === undefined ? null : { restaurantId: row.restaurant_id, tableId: row.table_id };
    },
  };
}

type PairedRow = {
  restaurant_id: string;
  restaurant_name: string;
  role: DeviceRole;
  name: string;
  letter: string;
  station_ids: string[];
  replaced: string | null;
};
