import { z } from "zod/mini";
import { deviceRole } from "#shared/devices/roles.ts";
import { figuresSchema } from "#shared/figures/figures-shape.ts";
import { fetchFile } from "../platform/download.ts";
import { askServer, type ServerAnswer, type HttpAsk } from "../platform/http.ts";
import type { OwnerApi } from "./device.ts";
import { Refusal } from "./refusal.ts";

/** The owner's direct calls, asked with the identity of `role`. */
export function ownerApi(role: string): OwnerApi {
  const call = async <T>(path: string, asked: HttpAsk, answer: z.ZodMiniType<T>): Promise<T> => {
    const answered = await askServer(path, { ...asked, as: role });
    const parsed = answered.status >= 200 && answered.status < 300 ? answer.safeParse(answered.body) : null;
    if (parsed === null) throw refusalOf(answered);
    if (!parsed.success) throw notOurs();
    return parsed.data;
  };
  return {
    devices: () => call("/api/devices", {}, z.array(deviceRow)),
    revokeDevice: (deviceId) => call(`/api/devices/${encodeURIComponent(deviceId)}`, { method: "DELETE" }, nothing),
    makePairingCode: (asked) => call("/api/devices/pairing-codes", { method: "POST", body: asked }, pairingCode),
    tables: () => call("/api/tables", {}, z.array(tableRow)),
    saveTables: (tables) => call("/api/tables", { method: "PUT", body: tables }, z.array(tableRow)),
    rotateTable: (tableId) => call(`/api/tables/${encodeURIComponent(tableId)}/rotate`, { method: "POST" }, tableRow),
    setTableOrdering: (tableId, body) => call(`/api/tables/${encodeURIComponent(tableId)}/ordering`, { method: "POST", body }, nothing),
    pauseGuests: (until) => call("/api/guest-orders/pause", { method: "POST", body: until === null ? {} : { until } }, nothing),
    resumeGuests: () => call("/api/guest-orders/resume", { method: "POST" }, nothing),
    figures: (date) => call(`/api/figures?date=${encodeURIComponent(date)}`, {}, figuresSchema),
    ordersCsv: async (date) => {
      const file = await fetchFile(`/api/figures/orders.csv?date=${encodeURIComponent(date)}`, role, "text/csv");
      if (!(file instanceof Blob)) throw refusalOf(file);
      return file;
    },
    saveMenu: (menu) => call("/api/menu", { method: "PUT", body: menu }, nothing),
    saveSettings: (settings) => call("/api/restaurant", { method: "PATCH", body: settings }, nothing),
    pushKey: async () => (await call("/api/push/key", {}, pushKey)).key,
    putPush: (subscription) => call("/api/push/subscription", { method: "PUT", body: subscription }, nothing),
    endPush: () => call("/api/push/subscription", { method: "DELETE" }, nothing),
    testPush: async () => (await call("/api/push/test", { method: "POST", timeoutMs: PUSH_TIMEOUT_MS }, pushTested)).outcome,
    logOut: () => call("/api/sessions", { method: "DELETE" }, nothing),
  };
}

const deviceRow = z.object({
  deviceId: z.string(),
  name: z.string(),
  role: deviceRole,
  stationIds: z.array(z.string()),
  lastSeenAt: z.nullable(z.string()),
  ackedSeq: z.number(),
  behind: z.number(),
  appVersion: z.nullable(z.string()),
});

/** The server gives the push service ten seconds of its own. */
const PUSH_TIMEOUT_MS = 15_000;
const pushKey = z.object({ key: z.string() });
const pushTested = z.object({ outcome: z.enum(["sent", "none", "gone", "refused", "later"]) });
/** An older server does not say the link. */
const pairingCode = z.object({ code: z.string(), expiresAt: z.string(), pairUrl: z.optional(z.string()) });
const tableRow = z.object({ id: z.string(), label: z.string(), orderUrl: z.string(), tableToken: z.string() });
const nothing = z.pipe(z.unknown(), z.transform(() => undefined));

const problem = z.object({ code: z.string(), detail: z.string() });

const notOurs = (): Refusal => new Refusal("nonsense", "The answer was not the server's: is this network asking for a login?");

/** What an answer that is not the wanted one means to the person. */
function refusalOf({ status, body, stranger }: ServerAnswer): Refusal {
  if (status === 0 && stranger === undefined) return new Refusal("no-contact", "The server did not answer: try again when this device is connected.");
  const said = problem.safeParse(body);
  return said.success ? new Refusal(said.data.code, said.data.detail) : notOurs();
}
