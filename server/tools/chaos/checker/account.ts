/** What was promised to people, kept by who heard the promise and never read from the server. */
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { World } from "#shared/sync/world.ts";
import type { GuestOrder } from "../devices/guest.ts";

export type DeviceAccount = {
  readonly name: string;
  /** Actions that its screen confirmed, as they were then. */
  readonly confirmed: readonly OutboxEntry[];
  /** The same actions as its disk has them now, by place. */
  readonly entries: ReadonlyMap<number, OutboxEntry>;
  /** What it draws from, and what it has stored; null where that cannot be seen from outside. */
  readonly memory: World | null;
  readonly stored: World | null;
  /** Answers of the server about one mutation that differ. */
  readonly otherwise: readonly string[];
};

/** What was seen on the screen of a real browser. */
export type ScreenAccount = {
  readonly name: string;
  /** Orders that it takes, by a name nobody else uses: whether the screen said that it is taken. */
  readonly taken: readonly { readonly guestName: string; readonly confirmed: boolean }[];
  /** Numbers of the open tickets that it shows now, one for each card; null where it shows none. */
  readonly openNumbers: readonly string[] | null;
};

export type Account = {
  readonly devices: readonly DeviceAccount[];
  readonly guests: readonly GuestOrder[];
  readonly screens: readonly ScreenAccount[];
};
