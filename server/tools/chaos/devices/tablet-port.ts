/** What the scene asks of a tablet, and what a tablet is made of. */
import type { DeviceRole } from "#shared/devices/roles.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { DeviceAccount, ScreenAccount } from "../checker/account.ts";
import type { Head } from "../checker/truth.ts";
import type { Cleaning } from "../cleaning.ts";

export type TabletRole = Extract<DeviceRole, "kitchen" | "floor">;

export type ChaosTablet = {
  readonly name: string;
  /** Somebody presses something, if there is anything to press and the screen is there. */
  press(): Promise<void>;
  /**
   * Somebody presses, and the browser is killed with -9 while the action is being written; then it
   * is switched on again. True where it was in the middle.
   */
  killInWrite(): Promise<boolean>;
  /**
   * Fetches the new version that the server has, and loads it once the screen offers it. True where
   * the page is the new one.
   */
  update(): Promise<boolean>;
  isSettled(head: Head): Promise<boolean>;
  unsettled(): Promise<string>;
  /** Numbers of the open tickets on a kitchen's screen; null on another. */
  openNumbers(): Promise<readonly string[] | null>;
  accounts(): Promise<{ readonly device: DeviceAccount; readonly screen: ScreenAccount }>;
  /**
   * How many actions it has written down: a kitchen's screen says by itself what it has painted.
   */
  written(): number;
};

export type TabletDeps = {
  readonly name: string;
  readonly role: TabletRole;
  readonly port: number;
  readonly program: string;
  readonly random: Random;
  readonly code: () => Promise<string>;
  readonly acted: () => void;
  /** What breaks a page breaks the run. */
  readonly failed: (what: string) => void;
  readonly cleaning: Cleaning;
};
