/** Whose a token is, and what has become of it: sessions, devices, and their ends. */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { DirectoryCalls } from "./directory-calls.ts";

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

export type CredentialDirectory = {
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
   * Forgets pairing codes that nobody can use, and credentials that ended long ago. How many
   * credentials: `most` says that there may be more.
   */
  sweepEnded(restaurantId: string, forgetting: Forgetting): Promise<number>;
};

export function credentialDirectory({ call, look }: DirectoryCalls): CredentialDirectory {
  return {
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
    async sweepEnded(restaurantId, { devicesMs, sessionsMs, most }) {
      const [row] = await call<{ swept: number }>(
        "select directory_sweep_ended($1, $2, $3, $4) as swept",
        [restaurantId, devicesMs, sessionsMs, most],
      );
      return row?.swept ?? 0;
    },
  };
}

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
