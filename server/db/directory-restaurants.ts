/** The restaurants of this installation: a new one, its owner, and what the rounds of all ask. */
import { AWAITED_STATUSES, HERE_WITHIN_MS, STAFF_ROLES } from "#shared/kitchen/silence.ts";
import type { DirectoryCalls } from "./directory-calls.ts";
import { pgErrorKind, uniqueViolationOf } from "./pg-error.ts";

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

export type SilentDevice = {
  readonly restaurantId: string;
  readonly deviceId: string;
  readonly name: string;
  readonly lastSeenAt: Date;
};

export type RestaurantDirectory = {
  /**
   * Restaurant, log and owner at once. `email_taken`: somebody already signs in with that address.
   */
  createRestaurant(restaurant: NewRestaurant): Promise<"created" | "email_taken">;
  findOwner(
    email: string,
  ): Promise<{ restaurantId: string; userId: string; name: string; passwordHash: string } | null>;
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
};

export function restaurantDirectory({ call }: DirectoryCalls): RestaurantDirectory {
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
  };
}
