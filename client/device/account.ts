/**
 * Becoming somebody: pairing a device and the owner's login. Both end in a cookie (the server's)
 * and an identity (ours).
 */
import { z } from "zod/mini";
import { askServer, type ServerAnswer } from "../platform/http.ts";
import { problemSchema } from "#shared/api/problem.ts";
import { pairingCode, showCode } from "#shared/devices/pairing.ts";
import { DEVICE_ROLES, deviceRole, type DeviceRole } from "#shared/devices/roles.ts";
import { err, ok, type Result } from "#shared/kernel/result.ts";
import type { Identity } from "./device.ts";
import { noteRefusal, returningClientId } from "./returning.ts";
import { databaseName } from "../store/database-name.ts";
import { noteFilled } from "./storage-lost.ts";
import { remember } from "./identities.ts";

export type AccountError =
  | "refused"
  | "slow"
  | "no-contact"
  | "no-storage"
  | "no-cookie"
  | "failed";

/** The code as people see it, or null where what was typed cannot be one. */
export function readCode(typed: string): string | null {
  const code = pairingCode.safeParse(typed);
  return code.success ? showCode(code.data) : null;
}

/**
 * Pairs this browser as a device; without a name it takes the one that the owner gave with the
 * code. The code works once: an error after the server's yes says so by being `failed`.
 */
export async function pairThisDevice(
  code: string,
  name: string | null,
): Promise<Result<Identity, AccountError>> {
  const clientId = returningClientId();
  const answer = await askServer("/api/devices/pair", {
    method: "POST",
    body: { code, ...(name === null ? {} : { name }), ...(clientId === null ? {} : { clientId }) },
  });
  if (answer.status !== 201 && answer.status !== 200) return err(errorOf(answer));
  if (clientId !== null) noteRefusal(clientId, false);
  const paired = pairAnswer.safeParse(answer.body);
  return paired.success ? becoming(paired.data.role, paired.data.deviceId ?? null) : err("failed");
}

export async function logIn(
  email: string,
  password: string,
): Promise<Result<Identity, AccountError>> {
  const answer = await askServer("/api/sessions", { method: "POST", body: { email, password } });
  return answer.status === 201 || answer.status === 200
    ? becoming("owner", null)
    : err(errorOf(answer));
}

/**
 * Who this browser still is to the server though it remembers nobody itself: its storage was
 * cleared, and its cookies were not. Each is remembered again; false where there is none, or nobody
 * answers.
 */
export async function recover(): Promise<boolean> {
  const { body } = await askServer("/api/me");
  const one = z.object({ role: deviceRole }).safeParse(body);
  const several = z.object({ roles: z.array(deviceRole) }).safeParse(body);
  const roles = one.success ? [one.data.role] : several.success ? several.data.roles : [];
  const found = await Promise.all(roles.map((role) => becoming(role, null)));
  for (const is of found) if (is.ok) noteFilled(databaseName(is.value.restaurantId, is.value.role));
  return found.some((is) => is.ok);
}

export const isRole = (text: string): text is DeviceRole =>
  (DEVICE_ROLES as readonly string[]).includes(text);

const pairAnswer = z.object({ role: deviceRole, deviceId: z.optional(z.string()) });

const me = z.object({
  restaurantId: z.string(),
  restaurantName: z.string(),
  deviceId: z.nullish(z.string()),
  role: deviceRole,
  letter: z.nullish(z.string()),
  name: z.nullish(z.string()),
  stationIds: z.nullish(z.array(z.string())),
});

const place = z.object({
  locale: z.string(),
  currency: z.string(),
  minorDigits: z.optional(z.number()),
  timezone: z.string(),
});

/**
 * The identity behind the cookie that was just set. `deviceId`: of the device that this browser was
 * made; an earlier cookie may still say another one.
 */
async function becoming(
  role: DeviceRole,
  deviceId: string | null,
): Promise<Result<Identity, AccountError>> {
  const [who, where] = await Promise.all([
    askServer("/api/me", { as: role }),
    askServer("/api/restaurant", { as: role }),
  ]);
  const known = me.safeParse(who.body);
  const settings = place.safeParse(where.body);
  if (isUnknown(who) || (known.success && deviceId !== null && known.data.deviceId !== deviceId))
    return err("no-cookie");
  if (!known.success || !settings.success)
    return err(who.status === 0 || where.status === 0 ? "no-contact" : "failed");
  const identity: Identity = {
    restaurantId: known.data.restaurantId,
    restaurantName: known.data.restaurantName,
    deviceId: known.data.deviceId ?? null,
    role: known.data.role,
    letter: known.data.letter ?? "",
    name: known.data.name ?? "",
    stationIds: known.data.stationIds ?? [],
    ...settings.data,
  };
  return remember(identity) ? ok(identity) : err("no-storage");
}

/**
 * Let in a moment ago, and not known now: the cookie did not come along. A portal between may say
 * 401 too, but not in our words.
 */
function isUnknown({ status, body }: ServerAnswer): boolean {
  const problem = status === 401 ? problemSchema.safeParse(body) : null;
  return problem?.success === true && problem.data.code === "unauthenticated";
}

function errorOf({ status }: ServerAnswer): AccountError {
  if (status === 0 || status >= 500) return "no-contact";
  if (status === 429) return "slow";
  return status < 500 ? "refused" : "failed";
}
