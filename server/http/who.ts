/** The answer to "who is asking?", attached to a request once a token has been believed. */
import type { DeviceRole } from "#shared/devices/roles.ts";

export type Who = {
  /** A paired device, or a person who signed in with e-mail and password. */
  readonly kind: "device" | "user";
  readonly restaurantId: string;
  /** Device id for a device, session id for a user: what a revocation names. */
  readonly subjectId: string;
  readonly role: DeviceRole;
  /** Part of the order numbers this subject makes (`B12`); owners who signed in share one. */
  readonly letter: string;
  readonly name: string;
  /** Null for a signed-in user: only devices have cursors and acknowledge events. */
  readonly deviceId: string | null;
  /** The stations a device covers; empty means all. */
  readonly stationIds: readonly string[];
};
