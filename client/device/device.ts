/** What a screen knows of its device: the one door between screens and sync. */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Result } from "#shared/kernel/result.ts";
import type { Recorded } from "#shared/kitchen/film.ts";
import type { Args, MutationName } from "#shared/orders/command.ts";
import type { LinkFacts } from "#shared/sync/device/link-view.ts";
import type { Drawn } from "#shared/sync/device/overlay.ts";
import type { Notice, StoreFailure } from "#shared/sync/device/shell/ports.ts";
import type { OwnerApi } from "./owner-api.ts";

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

/**
 * The restaurant as this device knows it, its own unsent actions included. A new object for every
 * version.
 */
export type View = Drawn & { readonly version: number };

export type LinkView = LinkFacts & {
  readonly updateReady: boolean;
  readonly leader: boolean;
  /** `wiped`: cleared since this page was opened. */
  readonly storage: "persistent" | "best-effort" | "full" | "unknown" | "wiped";
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
  /**
   * What this device recorded of the service, oldest first. Read from its own store: no network is
   * asked.
   */
  history(): Promise<Result<readonly Recorded[], StoreFailure>>;
  /** The server's clock as far as this device can tell, in ms. */
  now(): number;
  /**
   * The stations that this screen shows now (none: all): a new version of the app waits until they
   * have nothing to make, and a kitchen screen tells the server.
   */
  covers(stationIds: readonly string[]): void;
  /** Loads the waiting new version of the app. */
  update(): void;
  readonly api: OwnerApi;
};
