import type { CreatePairingCode } from "#shared/api/devices.ts";
import { MINUTE, toIso, type Clock, type IsoTime } from "#shared/kernel/time.ts";
import { newPairingCode } from "../auth/tokens.ts";
import type { Directory } from "../db/directory.ts";

const LIFETIME_MS = 10 * MINUTE;
/**
 * Of one restaurant at once: a house opens with a few dozen screens. The more are open, the sooner
 * somebody who guesses hits one (guesses.ts).
 */
export const MAX_OPEN_CODES = 100;

export type PairingCodeDeps = {
  readonly directory: Pick<Directory, "createPairingCode">;
  readonly clock: Clock;
};

/**
 * Makes a code that pairs one device, once, within ten minutes. Only its hash is kept. The oldest
 * that is open ends where there are too many.
 */
export async function makePairingCode(
  deps: PairingCodeDeps,
  restaurantId: string,
  { role, name, stationIds, replaces }: CreatePairingCode,
): Promise<{ readonly code: string; readonly expiresAt: IsoTime }> {
  const code = newPairingCode();
  const expiresAt = deps.clock.now() + LIFETIME_MS;
  await deps.directory.createPairingCode(
    {
      codeHash: code.hash,
      restaurantId,
      role,
      name: name ?? null,
      stationIds: stationIds ?? [],
      expiresAt: new Date(expiresAt),
      ...(replaces === undefined ? {} : { replaces }),
    },
    MAX_OPEN_CODES,
  );
  return { code: code.text, expiresAt: toIso(expiresAt) };
}
