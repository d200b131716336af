import { z } from "zod/mini";
import { listOf, slug, text, uuid } from "#shared/kernel/schema.ts";
import { pairingCode } from "#shared/devices/pairing.ts";
import { deviceRole, type DeviceRole } from "#shared/devices/roles.ts";

const stationIds = listOf(slug, 0, 50);

/**
 * `POST /api/devices/pairing-codes`. No stations: the device covers all. `replaces`: the device, of
 * the same role, that ends when the code is used.
 */
export const createPairingCode = z.strictObject({
  role: deviceRole,
  name: z.optional(text(60)),
  stationIds: z.optional(stationIds),
  replaces: z.optional(uuid),
});
export type CreatePairingCode = z.infer<typeof createPairingCode>;

/**
 * `POST /api/devices/pair`. Without a name the device takes the one its code was made with. A
 * browser that was a device of the code's role, and still holds its token, comes back as it: what
 * it sent before, and its `clientId`, are its own.
 */
export const pairDevice = z.strictObject({
  code: pairingCode,
  name: z.optional(text(60)),
  clientId: z.optional(uuid),
});
export type PairDevice = z.infer<typeof pairDevice>;

/**
 * `PUT /api/devices/me/shows`, by a kitchen screen: the stations it shows of those it is bound to;
 * none: all.
 */
export const screenShows = z.strictObject({ stationIds });
export type ScreenShows = z.infer<typeof screenShows>;

/** Its answer: the stations that no kitchen screen of the house shows now. */
export type Unscreened = {
  readonly unscreened: readonly { readonly id: string; readonly name: string }[];
};

export type Paired = {
  readonly deviceId: string;
  readonly token: string;
  readonly role: DeviceRole;
  readonly restaurantId: string;
  readonly restaurantName: string;
  readonly name: string;
  readonly letter: string;
  readonly stationIds: readonly string[];
};

/** `GET /api/me`. */
export type Me = Omit<Paired, "token" | "deviceId" | "letter"> & {
  readonly deviceId: string | null;
  readonly letter: string;
};

/** One row of `GET /api/devices`. */
export type DeviceRow = {
  readonly deviceId: string;
  readonly name: string;
  readonly role: DeviceRole;
  readonly stationIds: readonly string[];
  readonly lastSeenAt: string | null;
  readonly ackedSeq: number;
  readonly behind: number;
  readonly appVersion: string | null;
};
