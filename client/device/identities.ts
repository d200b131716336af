/**
 * Who this browser can be: one identity per role, remembered so that a tablet opens as what it was.
 * No secret is here: tokens are cookies.
 */
import { z } from "zod/mini";
import { readSaved, save } from "../platform/local-storage.ts";
import { deviceRole, type DeviceRole } from "#shared/devices/roles.ts";
import type { Identity } from "./device.ts";

const KEY = "heard.identities";

const identity = z.object({
  restaurantId: z.string(),
  restaurantName: z.string(),
  deviceId: z.nullable(z.string()),
  role: deviceRole,
  letter: z.string(),
  name: z.string(),
  stationIds: z.array(z.string()),
  locale: z.string(),
  currency: z.string(),
  minorDigits: z.optional(z.number()),
  timezone: z.string(),
});

/** All identities of this browser, latest first; what cannot be read is left out. */
export function identities(): Identity[] {
  const saved = readSaved(KEY);
  if (!Array.isArray(saved)) return [];
  return saved.flatMap((entry) => {
    const parsed = identity.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * Is anything kept, were it an empty list? What was written once and is not there has been cleared.
 */
export const anyKept = (): boolean => readSaved(KEY) !== null;

export const identityFor = (role: DeviceRole): Identity | undefined =>
  identities().find((it) => it.role === role);

/**
 * Remembers an identity in place of the one with its role. False where the browser keeps nothing.
 */
export const remember = (one: Identity): boolean =>
  save(KEY, [one, ...identities().filter((it) => it.role !== one.role)]);

export const forget = (role: DeviceRole): boolean =>
  save(
    KEY,
    identities().filter((it) => it.role !== role),
  );
