/** What a screen knows of its device: the one door between screens and sync. */
import type { DeviceRow } from "#shared/api/devices.ts";
import type { PushSubscriptionBody, PushTested } from "#shared/api/push.ts";
import type { TableOrderingBody, TableRow } from "#shared/api/tables.ts";
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { Recorded } from "#shared/kitchen/film.ts";
import type { Figures } from "#shared/figures/figures-shape.ts";
import type { Menu } from "#shared/menu/menu.ts";
import type { SettingsPatch } from "#shared/restaurant/settings.ts";
import type { Table } from "#shared/restaurant/tables.ts";
import type { Args, MutationName } from "#shared/orders/command.ts";
import type { LinkFacts } from "#shared/sync/device/link-view.ts";
import type { Drawn } from "#shared/sync/device/overlay.ts";
import type { Notice, StoreFailure } from "#shared/sync/device/shell/ports.ts";

export type Identity = {
  readonly restaurantId: string;
  readonly restaurantName: string;
  readonly deviceId: string | null;
  readonly role: DeviceRole;
  readonly letter: string;
  readonly name: string;
  /** None: all stations. */
  readonly stationIds: readonly string[];
  readonly locale: string;
  readonly currency: string;
  /** Absent in what an older version remembered. */
  readonly minorDigits?: number | undefined;
  readonly timezone: string;
};

/** The restaurant as this device knows it, its own unsent actions included. A new object for every version. */
export type View = Drawn & { readonly version: number };

export type LinkView = LinkFacts & {
  readonly updateReady: boolean;
  readonly leader: boolean;
  /** `wiped`: cleared since this page was opened. */
  readonly storage: "persistent" | "best-effort" | "full" | "unknown" | "wiped";
};

/** What an owner asks of the server directly. Each rejects with a sentence for the person when it cannot be done. */
export type OwnerApi = {
  devices(): Promise<readonly DeviceRow[]>;
  revokeDevice(deviceId: string): Promise<void>;
  makePairingCode(asked: { role: DeviceRole; name?: string; stationIds?: readonly string[]; /** A device of this role that ends when the code is used. */ replaces?: string }): Promise<{ code: string; expiresAt: string; pairUrl?: string | undefined }>;
  tables(): Promise<readonly TableRow[]>;
  saveTables(tables: readonly Table[]): Promise<readonly TableRow[]>;
  /** Of one day of the restaurant's own, `2026-01-31`. */
  figures(date: string): Promise<Figures>;
  ordersCsv(date: string): Promise<Blob>;
  /** The table with a code of its own making anew; the one in print is void. */
  rotateTable(tableId: string): Promise<TableRow>;
  /** Opens or closes guests' ordering at a table; `clear`: with this reason, what waits there is cancelled. */
  setTableOrdering(tableId: string, body: TableOrderingBody): Promise<void>;
  /** Without a time until somebody resumes. */
  pauseGuests(until: string | null): Promise<void>;
  resumeGuests(): Promise<void>;
  saveMenu(menu: Menu): Promise<void>;
  saveSettings(settings: SettingsPatch): Promise<void>;
  /** What a browser binds its subscription to. */
  pushKey(): Promise<string>;
  putPush(subscription: PushSubscriptionBody): Promise<void>;
  endPush(): Promise<void>;
  /** Sends this phone a message, and says what became of it. */
  testPush(): Promise<PushTested["outcome"]>;
  logOut(): Promise<void>;
};

export type Device = {
  readonly identity: Identity;
  subscribe(listener: () => void): () => void;
  view(): View;
  link(): LinkView;
  notices(): readonly Notice[];
  dismiss(id: string): void;
  /** Resolves when the action is durable on this device; rejects with a sentence for the person. */
  act<N extends MutationName>(name: N, args: Args<N>): Promise<void>;
  /** What this device recorded of the service, oldest first. Read from its own store: no network is asked. */
  history(): Promise<Result<readonly Recorded[], StoreFailure>>;
  /** The server's clock as far as this device can tell, in ms. */
  now(): number;
  /** The stations that this screen shows now (none: all): a new version of the app waits until they have nothing to make, and a kitchen screen tells the server. */
  covers(stationIds: readonly string[]): void;
  /** Loads the waiting new version of the app. */
  update(): void;
  readonly api: OwnerApi;
};
