import { Hono } from "hono";
import {
  createPairingCode,
  pairDevice,
  screenShows,
  type CreatePairingCode,
  type DeviceRow,
  type Me,
  type Paired,
  type Unscreened,
} from "#shared/api/devices.ts";
import { must } from "#shared/kernel/assert.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import { uuid } from "#shared/kernel/schema.ts";
import type { Authenticator } from "../auth/authenticate.ts";
import type { Brake } from "../auth/brake.ts";
import { DEVICE_COOKIE_SECONDS, heldTokens, setTokenCookie } from "../auth/cookies.ts";
import { tellEnded, type EndingDeps } from "../auth/revocations.ts";
import type { SecretSource } from "../auth/secret-source.ts";
import { hashSecret, newToken } from "../auth/tokens.ts";
import type { Directory } from "../db/directory.ts";
import { readJson } from "../http/body.ts";
import type { HttpEnv } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { readMenu, readSettings } from "../restaurants/read.ts";
import { createCoverage, keepShown, type CoverageDeps } from "./coverage.ts";
import { createGuesses } from "./guesses.ts";
import { listDevices } from "./list.ts";
import { makePairingCode, type PairingCodeDeps } from "./pairing-code.ts";
import { tellOfGuesses, type ToldGuessesDeps } from "./told-guesses.ts";

export type DeviceRoutesDeps = CoverageDeps &
  ToldGuessesDeps &
  PairingCodeDeps &
  EndingDeps & {
    readonly directory: Pick<Directory, "pairDevice" | "revokeDevice">;
    readonly ids: Ids;
    readonly serverSecret: Uint8Array;
  };

/**
 * Pairing codes, pairing, who a browser is, the list of devices, what a screen shows, and
 * unpairing.
 */
export function deviceRoutes(
  deps: DeviceRoutesDeps,
  auth: Authenticator,
  brake: Brake,
  secretSource: SecretSource,
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const guesses = createGuesses(brake, tellOfGuesses(deps));
  const coverage = createCoverage(deps);

  app.post("/api/devices/pairing-codes", auth.require("devices.manage"), async (c) => {
    const { restaurantId } = c.get("who");
    const body = await readJson(c, createPairingCode);
    await refuseUnknownStations(deps, restaurantId, body.stationIds ?? []);
    await refuseOtherRole(deps, restaurantId, body);
    const { code, expiresAt } = await makePairingCode(deps, restaurantId, body);
    return c.json({ code, expiresAt, pairUrl: `${c.get("linkOrigin")}/pair#${code}` }, 201);
  });

  app.post("/api/devices/pair", async (c) => {
    const { code, name, clientId } = await readJson(c, pairDevice);
    const deviceId = deps.ids.next();
    const token = newToken(deps.serverSecret, "staff");
    const paired = await guesses.attempt(await secretSource(c), () =>
      deps.directory.pairDevice({
        codeHash: hashSecret(code),
        deviceId,
        name: name ?? "",
        tokenHash: token.hash,
        expiresAt: null,
        clientId: clientId ?? null,
        proofs: heldTokens(c).map(hashSecret),
      }),
    );
    if (paired === null)
      throw new Problem(
        "code_unknown",
        "The code is unknown, was used, or is older than ten minutes. Ask for a new one.",
      );
    const { replacedDeviceId, ...device } = paired;
    if (replacedDeviceId !== null) tellEnded(deps, replacedDeviceId);
    coverage.soon(device.restaurantId);
    setTokenCookie(c, device.role, token.text, DEVICE_COOKIE_SECONDS);
    c.get("log")().info(
      { restaurantId: device.restaurantId, deviceId, role: device.role, replacedDeviceId },
      "device paired",
    );
    return c.json({ deviceId, token: token.text, ...device } satisfies Paired, 201);
  });

  app.get("/api/me", auth.anyone, async (c) => {
    const { restaurantId, deviceId, role, letter, name, stationIds } = c.get("who");
    const settings = await deps.database.tenant(restaurantId, readSettings);
    return c.json({
      restaurantId,
      restaurantName: settings.name,
      deviceId,
      role,
      letter,
      name,
      stationIds,
    } satisfies Me);
  });

  app.get("/api/devices", auth.require("devices.manage"), async (c) => {
    return c.json(
      (await deps.database.tenant(c.get("who").restaurantId, listDevices)) satisfies DeviceRow[],
    );
  });

  app.put("/api/devices/me/shows", auth.require("screen.say"), async (c) => {
    const { restaurantId, deviceId } = c.get("who");
    const { stationIds } = await readJson(c, screenShows);
    // Only devices have the kitchen's role.
    await deps.database.tenant(restaurantId, (tx) =>
      keepShown(tx, restaurantId, must(deviceId, "a kitchen screen's device"), stationIds),
    );
    const unscreened = await coverage.look(restaurantId);
    return c.json({
      unscreened: unscreened.map(({ id, name }) => ({ id, name })),
    } satisfies Unscreened);
  });

  app.delete("/api/devices/:deviceId", auth.require("devices.manage"), async (c) => {
    const deviceId = uuid.safeParse(c.req.param("deviceId"));
    const ended =
      deviceId.success &&
      (await deps.directory.revokeDevice(c.get("who").restaurantId, deviceId.data));
    if (!deviceId.success || !ended) throw new Problem("not_found", "There is no such device.");
    tellEnded(deps, deviceId.data);
    coverage.soon(c.get("who").restaurantId);
    c.get("log")().info({ deviceId: deviceId.data }, "device unpaired");
    return c.body(null, 204);
  });

  return app;
}

/** A screen for a station that does not exist would stay empty for ever and look fine. */
async function refuseUnknownStations(
  { database }: Pick<DeviceRoutesDeps, "database">,
  restaurantId: string,
  stationIds: readonly string[],
): Promise<void> {
  if (stationIds.length === 0) return;
  const { stations } = await database.tenant(restaurantId, readMenu);
  const issues = stationIds.flatMap((id, index) =>
    stations.some((station) => station.id === id)
      ? []
      : [{ path: `stationIds.${index}`, message: `no station ${id}` }],
  );
  if (issues.length > 0) throw new Problem("invalid", "The menu has no such station.", { issues });
}

/** The screens of another role are not this one's to end. */
async function refuseOtherRole(
  { database }: Pick<DeviceRoutesDeps, "database">,
  restaurantId: string,
  { role, replaces }: CreatePairingCode,
): Promise<void> {
  if (replaces === undefined) return;
  const { rows } = await database.tenant(restaurantId, (tx) =>
    tx.query<{ role: string }>(
      "select role from devices where restaurant_id = $1 and device_id = $2",
      [restaurantId, replaces],
    ),
  );
  const [device] = rows;
  if (device?.role === role) return;
  const message =
    device === undefined ? "no such device" : `that device is ${device.role}, not ${role}`;
  throw new Problem("invalid", "A device is replaced by one of the same role.", {
    issues: [{ path: "replaces", message }],
  });
}
