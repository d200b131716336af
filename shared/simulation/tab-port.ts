/** What a tab of a simulated tablet offers, says to the others and needs (tab.ts). */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { DiskContents, StoreEffect } from "./disk.ts";
import type { Exchange } from "./exchanges.ts";
import type { Counters } from "./faults.ts";
import type { Air, Network } from "./network.ts";
import type { Parts } from "./parts.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

export type Tab = {
  readonly core: Core;
  isFrozen(): boolean;
  /** A person presses something here. */
  act(name: MutationName, args: Readonly<Record<string, unknown>>): void;
  /** It has the lock: it leads from here on, as soon as it has read what is stored. */
  lead(): void;
  /** Another tab leads. */
  deposed(): void;
  freeze(): void;
  thaw(): void;
  heard(word: TabWord): void;
  hint(): void;
  killStreams(): void;
  /** The log tail is folded into the base, should it lead and have nothing to write. */
  compact(): void;
  close(): void;
};

export type TabWord =
  /** This tab leads; a later leader has a higher term. */
  | { readonly kind: "beat"; readonly term: number }
  | { readonly kind: "acted"; readonly entry: OutboxEntry }
  | { readonly kind: "events"; readonly events: readonly HeardEvent[] }
  | { readonly kind: "replaced" }
  | { readonly kind: "entries" };

export type TabDeps = {
  readonly time: VirtualTime;
  readonly network: Network;
  readonly air: Air;
  readonly server: SimulatedServer;
  readonly wire: Wire;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  readonly who: () => Actor;
  /** What the device's clock says. */
  readonly clockMs: () => number;
  readonly disk: () => DiskContents;
  readonly term: () => number;
  /** The next term, written down: whoever led before is deposed. */
  readonly takeTerm: () => number;
  readonly isFull: () => boolean;
  /** Written; `safe` is called when it is safe as well. */
  readonly commit: (disk: DiskContents, effect: StoreEffect, safe: () => void) => void;
  /** Written and safe, in one strict transaction (SYN-15). */
  readonly enqueue: (name: MutationName, args: Readonly<Record<string, unknown>>) => OutboxEntry;
  /** The screen says that it is done. */
  readonly confirm: (entry: OutboxEntry) => void;
  readonly fold: () => void;
  /** The store has told it that another tab leads: whoever has the lock all the same lets go of it (shared/sync/device/shell/leader.ts). */
  readonly gaveUpLead: () => void;
  /** To the other tabs. */
  readonly post: (word: TabWord) => void;
  /** To those that lead as well. */
  readonly beat: (term: number) => void;
  /** Is this the moment at which the tab dies? */
  readonly dies: () => boolean;
  readonly asked: (effect: Exchange, pushes: number) => void;
  readonly acked: (seq: number) => void;
  readonly waits: (delayMs: number) => void;
  /** Called around each input that the core takes in. */
  readonly before: (core: Core) => void;
  readonly after: (core: Core, input: Input) => void;
};
