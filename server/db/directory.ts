/**
 * The directory: what must be answered before a restaurant is known (whose token is this?), and
 * what spans restaurants. Everything here is one call of one SECURITY DEFINER function; no other
 * code reaches these tables.
 */

import type { DeviceRole } from "#shared/devices/roles.ts";
import { AWAITED_STATUSES, HERE_WITHIN_MS, STAFF_ROLES } from "#shared/kitchen/silence.ts";
import type { Database } from "./database.ts";
import { pgErrorKind, uniqueViolationOf } from "./pg-error.ts";

export type Credential = {
  readonly restaurantId: string;
  readonly kind: "device" | "user";
  /** Device id for a device, session id for a signed-in user. */
  readonly subjectId: string;
  readonly role: DeviceRole;
  readonly letter: string;
  readonly name: string;
  readonly deviceId: string | null;
  readonly stationIds: readonly string[];
  readonly expiresAt: Date | null;
};

export type NewRestaurant = {
  readonly restaurantId: string;
  readonly logId: string;
  readonly name: string;
  readonly settings: unknown;
  readonly owner: {
    readonly userId: string;
    readonly name: string;
    readonly email: string;
    readonly passwordHash: string;
  };
};

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

export type NewSession = {
  readonly tokenHash: string;
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: Date;
};

/** Of one user: so many at once, and so many that were ended are remembered. */
export type SessionLimits = { readonly live: number; readonly ended: number };

/** How long after its end a credential is remembered, and how many are forgotten at once. */
export type Forgetting = {
  readonly devicesMs: number;
  readonly sessionsMs: number;
  readonly most: number;
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

/** `tries` within `seconds`, counted under `key`; a key is always asked for with the same two. */
export type Allowance = { readonly key: string; readonly tries: number; readonly seconds: number };

export type Directory = {
  /**
   * Restaurant, log and owner at once. `email_taken`: somebody already signs in with that address.
   */
  createRestaurant(restaurant: NewRestaurant): Promise<"created" | "email_taken">;
  findOwner(
    email: string,
  ): Promise<{ restaurantId: string; userId: string; name: string; passwordHash: string } | null>;
  /**
   * The answer is the sessions of this user that ended to make room for it: their streams must end.
   */
  startSession(session: NewSession, most: SessionLimits): Promise<readonly string[]>;
  /** Somebody is using this session. A device's id is none. */
  sessionUsed(restaurantId: string, sessionId: string): Promise<void>;
  /** Null for unknown, expired and revoked tokens, and for revoked devices. */
  findCredential(tokenHash: string): Promise<Credential | null>;
  /**
   * Why `findCredential` answered null: the holder of a once valid token may know what became of
   * it.
   */
  credentialFate(tokenHash: string): Promise<"device_revoked" | "session_over" | "unknown">;
  /** Whether a device or session still has a valid credential; what open streams ask. */
  subjectIsActive(restaurantId: string, subjectId: string): Promise<boolean>;
  /**
   * Whether nobody has ended a device or session: signed out, unpaired or revoked. One that merely
   * ran out is kept.
   */
  subjectIsKept(restaurantId: string, subjectId: string): Promise<boolean>;
  /** Ends one token. False when it was not valid. */
  revokeCredential(tokenHash: string): Promise<boolean>;
  /** Ends a device and all its tokens. False when the restaurant has no such active device. */
  revokeDevice(restaurantId: string, deviceId: string): Promise<boolean>;
  /**
   * Beside at most `mostOpen - 1` others of the restaurant that are open: the oldest of them end.
   */
  createPairingCode(code: NewPairingCode, mostOpen: number): Promise<void>;
  /**
   * Forgets pairing codes that nobody can use, and credentials that ended long ago. How many
   * credentials: `most` says that there may be more.
   */
  sweepEnded(restaurantId: string, forgetting: Forgetting): Promise<number>;
  /**
   * Uses the code up and makes device + credential in one statement. Null: unknown, used or expired
   * code.
   */
  pairDevice(pairing: NewPairing): Promise<PairedDevice | null>;
  /** Replaces all table tokens of a restaurant. */
  putTableTokens(
    restaurantId: string,
    tokens: readonly { readonly tableId: string; readonly tokenHash: string }[],
  ): Promise<void>;
  findTable(tokenHash: string): Promise<{ restaurantId: string; tableId: string } | null>;
  /** Oldest first. */
  restaurantIds(): Promise<readonly string[]>;
  /** Head seq of each log that exists. */
  readHeads(restaurantIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The restaurants that have a notification to send now. */
  dueNotifications(): Promise<readonly string[]>;
  /**
   * The rule of `shared/kitchen/silence.ts`, asked of every restaurant at once and by the
   * database's clock.
   */
  silentDevices(silentMs: number): Promise<readonly SilentDevice[]>;
  /** The restaurants that have a pairing code which could be used now. */
  withOpenCodes(): Promise<readonly string[]>;
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

export type SilentDevice = {
  readonly restaurantId: string;
  readonly deviceId: string;
  readonly name: string;
  readonly lastSeenAt: Date;
};

export function createDirectory(database: Database): Directory {
  const call = async <Row extends object>(
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]> => (await database.directoryQuery<Row>(text, values)).rows;
  const look = async <Row extends object>(
    text: string,
    values: readonly unknown[],
  ): Promise<readonly Row[]> => (await database.lookUp<Row>(text, values)).rows;
  return {
    async createRestaurant(r) {
      try {
        await call("select directory_create_restaurant($1, $2, $3, $4::json, $5, $6, $7, $8)", [
          r.restaurantId,
          r.logId,
          r.name,
          JSON.stringify(r.settings),
          r.owner.userId,
          r.owner.name,
          r.owner.email,
          r.owner.passwordHash,
        ]);
        return "created";
      } catch (error) {
        if (
          pgErrorKind(error) === "constraint" &&
          uniqueViolationOf(error) === "directory_owner_emails_pkey"
        )
          return "email_taken";
        throw error;
      }
    },
    async findOwner(email) {
      const [row] = await call<{
        restaurant_id: string;
        user_id: string;
        name: string;
        password_hash: string;
      }>("select * from directory_find_owner($1)", [email]);
      return row === undefined
        ? null
        : {
            restaurantId: row.restaurant_id,
            userId: row.user_id,
            name: row.name,
            passwordHash: row.password_hash,
          };
    },
    async startSession(s, most) {
      const rows = await call<{ ended: string }>(
        "select directory_start_session($1, $2, $3, $4, $5, $6, $7) as ended",
        [s.tokenHash, s.restaurantId, s.sessionId, s.userId, s.expiresAt, most.live, most.ended],
      );
      return rows.map((row) => row.ended);
    },
    async sessionUsed(restaurantId, sessionId) {
      await call("select directory_session_used($1, $2)", [restaurantId, sessionId]);
    },
    async findCredential(tokenHash) {
      const [row] = await look<CredentialRow>("select * from directory_find_credential($1)", [
        tokenHash,
      ]);
      return row === undefined
        ? null
        : {
            restaurantId: row.restaurant_id,
            kind: row.kind,
            subjectId: row.subject_id,
            role: row.role,
            letter: row.letter,
            name: row.name,
            deviceId: row.device_id,
            stationIds: row.station_ids,
            expiresAt: row.expires_at,
          };
    },
    async credentialFate(tokenHash) {
      const [row] = await look<{ fate: string | null }>(
        "select directory_credential_fate($1) as fate",
        [tokenHash],
      );
      return row?.fate === "device_revoked" || row?.fate === "session_over" ? row.fate : "unknown";
    },
    async subjectIsActive(restaurantId, subjectId) {
      const [row] = await look<{ active: boolean }>(
        "select directory_subject_is_active($1, $2) as active",
        [restaurantId, subjectId],
      );
      return row?.active === true;
    },
    async subjectIsKept(restaurantId, subjectId) {
      const [row] = await look<{ kept: boolean }>(
        "select directory_subject_is_kept($1, $2) as kept",
        [restaurantId, subjectId],
      );
      return row?.kept === true;
    },
    async revokeCredential(tokenHash) {
      const [row] = await call<{ ended: boolean }>(
        "select directory_revoke_credential($1) as ended",
        [tokenHash],
      );
      return row?.ended === true;
    },
    async revokeDevice(restaurantId, deviceId) {
      const [row] = await call<{ ended: boolean }>(
        "select directory_revoke_device($1, $2) as ended",
        [restaurantId, deviceId],
      );
      return row?.ended === true;
    },
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
    async sweepEnded(restaurantId, { devicesMs, sessionsMs, most }) {
      const [row] = await call<{ swept: number }>(
        "select directory_sweep_ended($1, $2, $3, $4) as swept",
        [restaurantId, devicesMs, sessionsMs, most],
      );
      return row?.swept ?? 0;
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
    async restaurantIds() {
      return (await call<{ id: string }>("select directory_restaurant_ids() as id", [])).map(
        (row) => row.id,
      );
    },
    async readHeads(restaurantIds) {
      const rows = await call<{ restaurant_id: string; head_seq: string }>(
        "select * from directory_read_heads($1::uuid[])",
        [restaurantIds],
      );
      return new Map(rows.map((row) => [row.restaurant_id, Number(row.head_seq)]));
    },
    async dueNotifications() {
      return (await call<{ id: string }>("select directory_due_notifications() as id", [])).map(
        (row) => row.id,
      );
    },
    async silentDevices(silentMs) {
      const rows = await call<{
        restaurant_id: string;
        device_id: string;
        name: string;
        last_seen_at: Date;
      }>("select * from directory_silent_devices($1, $2, $3, $4)", [
        STAFF_ROLES,
        AWAITED_STATUSES,
        silentMs,
        HERE_WITHIN_MS,
      ]);
      return rows.map((row) => ({
        restaurantId: row.restaurant_id,
        deviceId: row.device_id,
        name: row.name,
        lastSeenAt: row.last_seen_at,
      }));
    },
    async withOpenCodes() {
      return (await call<{ id: string }>("select directory_with_open_codes() as id", [])).map(
        (row) => row.id,
      );
    },
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

type CredentialRow = {
  restaurant_id: string;
  kind: "device" | "user";
  subject_id: string;
  role: DeviceRole;
  letter: string;
  name: string;
  device_id: string | null;
  station_ids: string[];
  expires_at: Date | null;
};

type PairedRow = {
  restaurant_id: string;
  restaurant_name: string;
  role: DeviceRole;
  name: string;
  letter: string;
  station_ids: string[];
  replaced: string | null;
};
