import { z } from "zod/mini";
import type { DeviceRow } from "#shared/api/devices.ts";
import type { PushSubscriptionBody } from "#shared/api/push.ts";
import type { TableOrderingBody, TableRow } from "#shared/api/tables.ts";
import { deviceRole, type DeviceRole } from "#shared/devices/roles.ts";
import type { Menu } from "#shared/menu/menu.ts";
import type { SettingsPatch } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import { figuresSchema, type Figures } from "#shared/figures/figures-shape.ts";
import { fetchFile } from "../platform/download.ts";
import { askServer, type ServerAnswer, type HttpAsk } from "../platform/http.ts";
import { Refusal } from "./refusal.ts";

/** What an owner asks of the server directly. */
export type OwnerApi = ReturnType<typeof ownerApi>;

/**
 * Asked with the identity of `role`. Each rejects with a sentence for the person when it cannot be
 * done.
 */
export function ownerApi(role: string) {
  const call = async <T>(path: string, asked: HttpAsk, answer: z.ZodMiniType<T>): Promise<T> => {
    const answered = await askServer(path, { ...asked, as: role });
    const parsed =
      answered.status >= 200 && answered.status < 300 ? answer.safeParse(answered.body) : null;
    if (parsed === null) throw refusalOf(answered);
    if (!parsed.success) throw notOurs();
    return parsed.data;
  };
  return {
    devices: (): Promise<readonly DeviceRow[]> => call("/api/devices", {}, z.array(deviceRow)),
    revokeDevice: (deviceId: string) =>
      call(`/api/devices/${encodeURIComponent(deviceId)}`, { method: "DELETE" }, nothing),
    /** `replaces`: a device of this role that ends when the code is used. */
    makePairingCode: (asked: {
      role: DeviceRole;
      name?: string;
      stationIds?: readonly string[];
      replaces?: string;
    }) => call("/api/devices/pairing-codes", { method: "POST", body: asked }, pairingCode),
    tables: (): Promise<readonly TableRow[]> => call("/api/tables", {}, z.array(tableRow)),
    saveTables: (tables: readonly Table[]): Promise<readonly TableRow[]> =>
      call("/api/tables", { method: "PUT", body: tables }, z.array(tableRow)),
    /** The table with a code of its own making anew; the one in print is void. */
    rotateTable: (tableId: string): Promise<TableRow> =>
      call(`/api/tables/${encodeURIComponent(tableId)}/rotate`, { method: "POST" }, tableRow),
    /**
     * Opens or closes guests' ordering at a table; `clear`: with this reason, what waits there is
     * cancelled.
     */
    setTableOrdering: (tableId: string, body: TableOrderingBody) =>
      call(
        `/api/tables/${encodeURIComponent(tableId)}/ordering`,
        { method: "POST", body },
        nothing,
      ),
    /** Without a time until somebody resumes. */
    pauseGuests: (until: string | null) =>
      call(
        "/api/guest-orders/pause",
        { method: "POST", body: until === null ? {} : { until } },
        nothing,
      ),
    resumeGuests: () => call("/api/guest-orders/resume", { method: "POST" }, nothing),
    /** Of one day of the restaurant's own, `2026-01-31`. */
    figures: (date: string): Promise<Figures> =>
      call(`/api/figures?date=${encodeURIComponent(date)}`, {}, figuresSchema),
    ordersCsv: async (date: string): Promise<Blob> => {
      const file = await fetchFile(
        `/api/figures/orders.csv?date=${encodeURIComponent(date)}`,
        role,
        "text/csv",
      );
      if (!(file instanceof Blob)) throw refusalOf(file);
      return file;
    },
    saveMenu: (menu: Menu) => call("/api/menu", { method: "PUT", body: menu }, nothing),
    saveSettings: (settings: SettingsPatch) =>
      call("/api/restaurant", { method: "PATCH", body: settings }, nothing),
    /** What a browser binds its subscription to. */
    pushKey: async () => (await call("/api/push/key", {}, pushKey)).key,
    putPush: (subscription: PushSubscriptionBody) =>
      call("/api/push/subscription", { method: "PUT", body: subscription }, nothing),
    endPush: () => call("/api/push/subscription", { method: "DELETE" }, nothing),
    /** Sends this phone a message, and says what became of it. */
    testPush: async () =>
      (await call("/api/push/test", { method: "POST", timeoutMs: PUSH_TIMEOUT_MS }, pushTested))
        .outcome,
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
const pairingCode = z.object({
  code: z.string(),
  expiresAt: z.string(),
  pairUrl: z.optional(z.string()),
});
const tableRow = z.object({
  id: z.string(),
  label: z.string(),
  orderUrl: z.string(),
  tableToken: z.string(),
});
const nothing: z.ZodMiniType<void> = z.pipe(
  z.unknown(),
  z.transform(() => undefined),
);

const problem = z.object({ code: z.string(), detail: z.string() });

const notOurs = (): Refusal =>
  new Refusal("nonsense", "The answer was not the server's: is this network asking for a login?");

/** What an answer that is not the wanted one means to the person. */
function refusalOf({ status, body, stranger }: ServerAnswer): Refusal {
  if (status === 0 && stranger === undefined)
    return new Refusal(
      "no-contact",
      "The server did not answer: try again when this device is connected.",
    );
  const said = problem.safeParse(body);
  return said.success ? new Refusal(said.data.code, said.data.detail) : notOurs();
}
