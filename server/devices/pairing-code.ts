import type { CreatePairingCode } from "#shared/api/devices.ts";
import { MINUTE, toIso, type IsoTime } from "#shared/kernel/time.ts";
import { newPairingCode } from "../auth/tokens.ts";
import type { Deps } from "../http/deps.ts";

const LIFETIME_MS = 10 * MINUTE;

/** Makes a code that pairs one device, once, within ten minutes. Only its hash is kept. */
export async function makePairingCode(
  deps: Pick<Deps, "directory" | "clock">, restaurantId: string, { role, name, stationIds, replaces }: CreatePairingCode,
): Promise<{ readonly code: string; readonly expiresAt: IsoTime }> {
  const code = newPairingCode();
  const expiresAt = deps.clock.now() + LIFETIME_MS;
  await deps.directory.createPairingCode({ codeHash: code.hash, restaurantId, role, name: name ?? null, stationIds: stationIds ?? [], expiresAt: new Date(expiresAt), ...(replaces === undefined ? {} : { replaces }) });
  return { code: code.text, expiresAt: toIso(expiresAt) };
}
