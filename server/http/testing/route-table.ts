import { createECDH, randomBytes, randomUUID } from "node:crypto";
import { createPairingCode, pairDevice, screenShows } from "#shared/api/devices.ts";
import { createGuestOrder, openGuestSession } from "#shared/api/guests.ts";
import { patchLineStatus, patchOrderStatus } from "#shared/api/orders.ts";
import { pushSubscription } from "#shared/api/push.ts";
import { createRestaurant, createSession } from "#shared/api/restaurants.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import { pauseGuestOrders, tableOrderingBody } from "#shared/api/tables.ts";
import { menuSchema } from "#shared/menu/menu.ts";
import { settingsPatch } from "#shared/restaurant/settings.ts";
import { tablesSchema } from "#shared/restaurant/tables.ts";
import { ackRequest } from "#shared/sync/messages/ack.ts";
import { pushRequest } from "#shared/sync/messages/push.ts";
import type { Schema } from "../body.ts";
import type { AskOptions } from "./answered.ts";
import { METRICS_TOKEN, NOBODYS_SERVICE, SETUP_TOKEN } from "./assemble.ts";
import { guestOrderBody, MENU, TABLES, type ApiHouse } from "./house.ts";

/**
 * What the contract says about one route: how a good call looks, who may make it, and what it
 * answers.
 */
export type RouteSpec = {
  /** The path of a good call. */
  readonly path: (house: Stocked) => string;
  /** Roles that may call it, or what permits it instead of a token. */
  readonly by: readonly DeviceRole[] | "nobody" | "setup" | "table";
  readonly body?: (house: Stocked) => object;
  /**
   * What reads the body: whatever it refuses the route refuses, and the fuzzer makes bodies from
   * it.
   */
  readonly schema?: Schema<unknown>;
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly ok: number;
  /** The path with an id of another restaurant, or of nobody. */
  readonly foreign?: (id: string) => string;
  /** Which of a house's ids goes there. */
  readonly id?: (house: Stocked) => string;
};

/** A house with an accepted guest order. */
export type Stocked = ApiHouse & { readonly orderId: string; readonly lineId: string };

const ALL: readonly DeviceRole[] = ["owner", "kitchen", "expo", "floor", "display"];
const STAFF: readonly DeviceRole[] = ["owner", "kitchen", "expo", "floor"];
const OWNER: readonly DeviceRole[] = ["owner"];

const key = (): Record<string, string> => ({ "Idempotency-Key": randomUUID() });

export const ROUTES: Readonly<Record<string, RouteSpec>> = {
  "GET /api/health/live": { path: () => "/api/health/live", by: "nobody", ok: 200 },
  "GET /api/health/ready": { path: () => "/api/health/ready", by: "nobody", ok: 200 },
  "GET /api/problems": { path: () => "/api/problems", by: "nobody", ok: 200 },
  "GET /metrics": {
    path: () => "/metrics",
    by: "nobody",
    headers: () => ({ Authorization: `Bearer ${METRICS_TOKEN}` }),
    ok: 200,
  },
  "POST /api/restaurants": {
    path: () => "/api/restaurants",
    by: "setup",
    headers: () => ({ "X-Setup-Token": SETUP_TOKEN }),
    schema: createRestaurant,
    body: () => ({
      name: "New",
      timezone: "Europe/Madrid",
      currency: "EUR",
      owner: { name: "Nora", email: `${randomUUID()}@heard.test`, password: "long enough" },
    }),
    ok: 201,
  },
  "GET /api/restaurant": { path: () => "/api/restaurant", by: ALL, ok: 200 },
  "PATCH /api/restaurant": {
    path: () => "/api/restaurant",
    by: OWNER,
    schema: settingsPatch,
    body: () => ({ autoAccept: true }),
    ok: 200,
  },
  "POST /api/sessions": {
    path: () => "/api/sessions",
    by: "nobody",
    schema: createSession,
    body: ({ email, password }) => ({ email, password }),
    ok: 201,
  },
  "DELETE /api/sessions": { path: () => "/api/sessions", by: [], ok: 204 },
  "GET /api/me": { path: () => "/api/me", by: ALL, ok: 200 },
  "POST /api/devices/pairing-codes": {
    path: () => "/api/devices/pairing-codes",
    by: OWNER,
    schema: createPairingCode,
    body: () => ({ role: "kitchen", stationIds: ["grill"] }),
    ok: 201,
  },
  "POST /api/devices/pair": {
    path: () => "/api/devices/pair",
    by: "nobody",
    schema: pairDevice,
    body: () => ({ code: "00000-00000", name: "Thief" }),
    ok: 404,
  },
  "GET /api/devices": { path: () => "/api/devices", by: OWNER, ok: 200 },
  "PUT /api/devices/me/shows": {
    path: () => "/api/devices/me/shows",
    by: ["kitchen"],
    schema: screenShows,
    body: () => ({ stationIds: ["grill"] }),
    ok: 200,
  },
  "DELETE /api/devices/:deviceId": {
    path: ({ devices }) => `/api/devices/${devices.display.deviceId}`,
    by: OWNER,
    ok: 204,
    foreign: (id) => `/api/devices/${id}`,
    id: ({ devices }) => devices.display.deviceId,
  },
  "PUT /api/menu": {
    path: () => "/api/menu",
    by: OWNER,
    schema: menuSchema,
    body: () => MENU,
    ok: 200,
  },
  "GET /api/menu": { path: () => "/api/menu", by: ALL, ok: 200 },
  "PUT /api/tables": {
    path: () => "/api/tables",
    by: OWNER,
    schema: tablesSchema,
    body: () => TABLES,
    ok: 200,
  },
  "GET /api/tables": { path: () => "/api/tables", by: ["owner", "expo", "floor"], ok: 200 },
  "POST /api/tables/:tableId/rotate": {
    path: () => "/api/tables/t2/rotate",
    by: OWNER,
    ok: 200,
    foreign: (id) => `/api/tables/${id}/rotate`,
    id: () => "only-theirs",
  },
  "GET /api/figures": { path: () => "/api/figures?date=2026-01-31", by: OWNER, ok: 200 },
  "GET /api/figures/orders.csv": { path: () => "/api/figures/orders.csv", by: OWNER, ok: 200 },
  "GET /api/push/key": { path: () => "/api/push/key", by: OWNER, ok: 200 },
  "PUT /api/push/subscription": {
    path: () => "/api/push/subscription",
    by: OWNER,
    schema: pushSubscription,
    body: somePhone,
    ok: 204,
  },
  "DELETE /api/push/subscription": { path: () => "/api/push/subscription", by: OWNER, ok: 204 },
  "POST /api/push/test": { path: () => "/api/push/test", by: OWNER, ok: 200 },
  "POST /api/tables/:tableId/ordering": {
    path: () => "/api/tables/t2/ordering",
    by: ["owner", "floor"],
    schema: tableOrderingBody,
    body: () => ({ ordering: "open" }),
    ok: 200,
    foreign: (id) => `/api/tables/${id}/ordering`,
    id: () => "only-theirs",
  },
  "POST /api/guest-orders/pause": {
    path: () => "/api/guest-orders/pause",
    by: ["owner", "expo", "floor"],
    schema: pauseGuestOrders,
    body: () => ({ until: new Date(Date.now() + 60_000).toISOString() }),
    ok: 200,
  },
  "POST /api/guest-orders/resume": {
    path: () => "/api/guest-orders/resume",
    by: ["owner", "expo", "floor"],
    ok: 200,
  },
  "POST /api/qr/sessions": {
    path: () => "/api/qr/sessions",
    by: "nobody",
    schema: openGuestSession,
    body: ({ tables }) => ({ tableToken: tables[0] }),
    ok: 201,
  },
  "GET /api/qr/menu": { path: () => "/api/qr/menu", by: "table", ok: 200 },
  "POST /api/qr/orders/create": {
    path: () => "/api/qr/orders/create",
    by: "nobody",
    schema: createGuestOrder,
    body: ({ tables }) => guestOrderBody(tables[0]),
    ok: 201,
  },
  "GET /api/qr/orders/:orderId": {
    path: ({ orderId }) => `/api/qr/orders/${orderId}`,
    by: "table",
    ok: 200,
    foreign: (id) => `/api/qr/orders/${id}`,
    id: ({ orderId }) => orderId,
  },
  "PATCH /api/orders/:orderId/status": {
    path: ({ orderId }) => `/api/orders/${orderId}/status`,
    by: STAFF,
    headers: key,
    schema: patchOrderStatus,
    body: () => ({ status: "preparing" }),
    ok: 200,
    foreign: (id) => `/api/orders/${id}/status`,
    id: ({ orderId }) => orderId,
  },
  "PATCH /api/kitchen/items/:lineId/status": {
    path: ({ lineId }) => `/api/kitchen/items/${lineId}/status`,
    by: STAFF,
    headers: key,
    schema: patchLineStatus,
    body: () => ({ status: "preparing" }),
    ok: 200,
    foreign: (id) => `/api/kitchen/items/${id}/status`,
    id: ({ lineId }) => lineId,
  },
  "POST /api/sync/push": {
    path: () => "/api/sync/push",
    by: ALL,
    schema: pushRequest,
    body: () => ({
      protocol: 1,
      clientId: randomUUID(),
      mutations: [
        {
          id: 1,
          name: "menu.setAvailability",
          args: { menuItemId: "cola", available: true },
          occurredAt: "2026-01-31T19:02:11.000Z",
        },
      ],
    }),
    ok: 200,
  },
  "GET /api/events/orders": { path: () => "/api/events/orders?since=0", by: ALL, ok: 200 },
  "GET /api/snapshot": { path: () => "/api/snapshot", by: ALL, ok: 200 },
  "POST /api/events/ack": {
    path: () => "/api/events/ack",
    by: ALL,
    schema: ackRequest,
    body: () => ({ seq: 1 }),
    ok: 204,
  },
  "GET /api/debug/events/stats": { path: () => "/api/debug/events/stats", by: OWNER, ok: 200 },
  "GET /api/debug/events/pending": { path: () => "/api/debug/events/pending", by: OWNER, ok: 200 },
};

/** A subscription as a browser makes one; whatever is sent there reaches nobody. */
export function somePhone(): { endpoint: string; keys: { p256dh: string; auth: string } } {
  return {
    endpoint: `${NOBODYS_SERVICE}/${randomUUID()}`,
    keys: {
      p256dh: createECDH("prime256v1").generateKeys("base64url"),
      auth: randomBytes(16).toString("base64url"),
    },
  };
}

/**
 * A good call of a route in a house: with the first role that may, the setup token, or a table's
 * token.
 */
export function goodCall(
  spec: RouteSpec,
  house: Stocked,
  over: AskOptions = {},
): { readonly path: string; readonly options: AskOptions } {
  const token =
    spec.by === "nobody" || spec.by === "setup" || spec.by === "table"
      ? undefined
      : tokenFor(spec.by[0], house);
  const headers = {
    ...(spec.by === "table" ? { "X-Table-Token": house.tables[0] } : {}),
    ...spec.headers?.(),
  };
  const body = spec.body?.(house);
  return {
    path: spec.path(house),
    options: {
      ...(token === undefined ? {} : { token }),
      ...(body === undefined ? {} : { body }),
      headers,
      ...over,
    },
  };
}

/** A route for nobody but a signed-in person has no role in its list. */
function tokenFor(role: DeviceRole | undefined, house: Stocked): string {
  return role === undefined ? house.owner : house.devices[role].token;
}
