import { randomUUID } from "node:crypto";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { initialSettings } from "#shared/restaurant/settings.ts";
import type { Mutation } from "#shared/sync/messages/push.ts";
import type { Actor, Outcome, PushSubmission } from "#shared/sync/sequencer-port.ts";
import { hashSecret, newToken } from "../../auth/tokens.ts";
import type { Directory } from "../../db/directory.ts";
import { MAX_OPEN_CODES } from "../../devices/pairing-code.ts";
import { SESSION_LIMITS } from "../../auth/sessions.ts";
import type { Writer } from "../writer.ts";

/** Of the installation that these tokens are of. */
export const SECRET = new Uint8Array(32).fill(3);

/** A restaurant made straight through the directory, with a menu of one dish. */
export type StoredHouse = {
  readonly restaurantId: string;
  readonly ownerToken: string;
  readonly owner: Actor;
};

export type Paired = { readonly deviceId: string; readonly token: string; readonly actor: Actor };

const MENU = {
  stations: [{ id: "grill", name: "Grill" }],
  categories: [{ id: "mains", name: "Mains" }],
  items: [
    {
      id: "burger",
      categoryId: "mains",
      stationId: "grill",
      name: "Burger",
      price: 1250,
      available: true,
    },
  ],
};

/** Its first event is the menu's. */
export async function makeHouse(
  directory: Directory,
  writer: Pick<Writer, "submit">,
): Promise<StoredHouse> {
  const restaurantId = randomUUID();
  const userId = randomUUID();
  const sessionId = randomUUID();
  const token = newToken(SECRET, "staff");
  const settings = initialSettings({
    name: "House",
    timezone: "Europe/London",
    currency: "GBP",
    shownAlarmSeconds: 15,
  });
  await directory.createRestaurant({
    restaurantId,
    logId: randomUUID(),
    name: settings.name,
    settings,
    owner: { userId, name: "Olive", email: `${restaurantId}@heard.test`, passwordHash: "none" },
  });
  await directory.startSession(
    {
      tokenHash: token.hash,
      restaurantId,
      sessionId,
      userId,
      expiresAt: new Date(Date.now() + 3_600_000),
    },
    SESSION_LIMITS,
  );
  const owner: Actor = {
    role: "owner",
    subjectId: sessionId,
    letter: null,
    source: { kind: "owner", name: "Olive" },
    stationIds: [],
  };
  await writer.submit(restaurantId, {
    kind: "command",
    who: owner,
    command: { name: "menu.replace", args: { menu: MENU } },
    key: null,
    strict: true,
  });
  return { restaurantId, ownerToken: token.text, owner };
}

export async function pair(
  directory: Directory,
  restaurantId: string,
  role: DeviceRole,
  clientId: string | null = null,
  holds: readonly string[] = [],
): Promise<Paired> {
  const code = randomUUID();
  const deviceId = randomUUID();
  const token = newToken(SECRET, "staff");
  await directory.createPairingCode(
    {
      codeHash: hashSecret(code),
      restaurantId,
      role,
      name: null,
      stationIds: [],
      expiresAt: new Date(Date.now() + 600_000),
    },
    MAX_OPEN_CODES,
  );
  const paired = await directory.pairDevice({
    codeHash: hashSecret(code),
    deviceId,
    name: role,
    tokenHash: token.hash,
    expiresAt: null,
    clientId,
    proofs: holds.map(hashSecret),
  });
  if (paired === null) throw new Error("the code did not work");
  return {
    deviceId,
    token: token.text,
    actor: {
      role,
      subjectId: deviceId,
      letter: paired.letter,
      source: { kind: "device", name: role },
      stationIds: [],
    },
  };
}

/** An order of one burger. */
export function placeOrder(orderId: string = randomUUID()): {
  name: "order.place";
  args: Record<string, unknown>;
} {
  return {
    name: "order.place",
    args: {
      orderId,
      channel: "takeaway",
      lines: [{ lineId: randomUUID(), menuItemId: "burger", quantity: 1 }],
    },
  };
}

/**
 * When a device says that it acted: lately, because what is older than a week is not believed. The
 * same at every ask, as a device repeats itself.
 */
export const ACTED_AT = new Date(Date.now() - 60_000).toISOString();

export function mutation(
  id: number,
  what: { readonly name: string; readonly args: Record<string, unknown> } = placeOrder(),
): Mutation {
  return { id, occurredAt: ACTED_AT, ...what };
}

export function push(
  who: Actor,
  clientId: string,
  ...mutations: readonly Mutation[]
): PushSubmission {
  return { kind: "push", who, push: { protocol: 1, clientId, mutations: [...mutations] } };
}

/** The outcome of a push that was taken. */
export function pushed(outcome: Outcome): Extract<Outcome, { kind: "pushed" }> {
  if (outcome.kind !== "pushed")
    throw new Error(`expected a push to be taken, got ${JSON.stringify(outcome)}`);
  return outcome;
}
