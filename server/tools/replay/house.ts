import { randomBytes } from "node:crypto";
import type { Paired } from "#shared/api/devices.ts";
import type { TableRow } from "#shared/api/tables.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { minorDigitsOf } from "#shared/kernel/money.ts";
import type { Menu } from "#shared/menu/menu.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import { ask, type Api } from "./api.ts";
import { besideOwn, inMinorUnits } from "./menu.ts";

/** A restaurant that can take the replay's orders. */
export type ReplayHouse = {
  readonly owner: Api;
  readonly tables: readonly TableRow[];
  /** How far its log was before the replay. */
  readonly head: number;
};

export const TABLES = 12;

/** A restaurant of the replay's own. */
export async function makeReplayHouse(
  url: string,
  setupToken: string,
  menu: Menu,
): Promise<ReplayHouse> {
  const owner = {
    name: "Replay",
    email: `replay-${randomBytes(6).toString("hex")}@replay.example`,
    password: randomBytes(18).toString("base64url"),
  };
  const body = { name: "Replay", timezone: "Europe/London", currency: "GBP", owner };
  const { token } = await ask<{ token: string }>({ url, token: null }, "/api/restaurants", {
    method: "POST",
    body,
    headers: { "X-Setup-Token": setupToken },
  });
  return openReplayHouse({ url, token }, menu);
}

/**
 * Somebody's restaurant, made fit: the dishes beside its own, tables where it has none, guests'
 * orders accepted by themselves, as many as there were in as little time as it takes.
 */
export async function openReplayHouse(owner: Api, menu: Menu): Promise<ReplayHouse> {
  const { stations, categories, items } = await ask<Menu>(owner, "/api/menu");
  const settings = await ask<Settings>(owner, "/api/restaurant");
  await ask(owner, "/api/menu", {
    method: "PUT",
    body: besideOwn({ stations, categories, items }, inMinorUnits(menu, minorDigitsOf(settings))),
  });
  await ask(owner, "/api/restaurant", {
    method: "PATCH",
    body: { autoAccept: true, guestLimits: null },
  });
  let tables = await ask<TableRow[]>(owner, "/api/tables");
  if (tables.length === 0) {
    const body = Array.from({ length: TABLES }, (_, index) => ({
      id: `table-${index + 1}`,
      label: String(index + 1),
    }));
    tables = await ask<TableRow[]>(owner, "/api/tables", { method: "PUT", body });
  }
  const { seq: head } = await ask<{ seq: number }>(owner, "/api/snapshot");
  return { owner, tables, head };
}

/** A code that pairs one device, once. */
export async function pairingCode(
  { owner }: ReplayHouse,
  role: DeviceRole,
  name: string,
): Promise<string> {
  const { code } = await ask<{ code: string }>(owner, "/api/devices/pairing-codes", {
    method: "POST",
    body: { role, name },
  });
  return code;
}

export async function pairReplayDevice(
  house: ReplayHouse,
  role: DeviceRole,
  name: string,
): Promise<Api> {
  const code = await pairingCode(house, role, name);
  const { token } = await ask<Paired>({ url: house.owner.url, token: null }, "/api/devices/pair", {
    method: "POST",
    body: { code, name },
  });
  return { url: house.owner.url, token };
}
