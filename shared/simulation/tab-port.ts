/** What a tab of a simulated tablet offers and needs (tab.ts). */
import type { MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import type { Engine } from "#shared/sync/device/shell/engine-port.ts";
import type { RequestLock } from "#shared/sync/device/shell/ports.ts";
import type { TabMessage } from "#shared/sync/device/shell/tabs.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Ids } from "#shared/kernel/ids.ts";
import type { DiskContents, StoreWrite } from "./disk.ts";
import type { DiskStoreDeps } from "./disk-store.ts";
import type { ExchangesDeps } from "./exchanges.ts";
import type { Parts } from "./parts.ts";
import type { Life } from "./tab-life.ts";

export type Tab = {
  readonly engine: Engine;
  readonly life: Life;
  /** A person presses something here. */
  act(name: MutationName, args: Readonly<Record<string, unknown>>): void;
  heard(message: TabMessage): void;
  hint(): void;
  killStreams(): void;
  /** It has nothing better to do than to fold the log, should it lead. */
  compact(): void;
  close(): void;
};

export type TabDeps = ExchangesDeps &
  Omit<DiskStoreDeps, "afterWrite" | "commit" | "at" | "begins"> & {
    readonly life: Life;
    readonly ids: Ids;
    readonly parts: Parts;
    /** What the device's clock says. */
    readonly clockMs: () => number;
    /** Written; `safe` is called when it is safe as well. */
    readonly commit: (disk: DiskContents, effect: StoreWrite, safe: () => void) => void;
    /** Written and safe, in one strict transaction (SYN-15). */
    readonly enqueue: (name: MutationName, args: Readonly<Record<string, unknown>>) => OutboxEntry;
    /** The screen says that it is done. */
    readonly confirm: (entry: OutboxEntry) => void;
    readonly requestLock: RequestLock;
    /** To the other tabs. */
    readonly post: (message: TabMessage) => void;
    /** Is this the moment at which the tab dies? */
    readonly dies: () => boolean;
    readonly acked: (seq: number) => void;
    readonly waits: (delayMs: number) => void;
    /** Called around each input that the core takes in. */
    readonly before: (core: Core) => void;
    readonly after: (core: Core, input: Input) => void;
  };
