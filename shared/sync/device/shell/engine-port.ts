/** What a tab's engine offers, needs and is put together from (engine.ts). */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { createCore, step } from "../core.ts";
import type { OutboxEntry } from "../entry.ts";
import type { LinkFacts, linkForOthers, linkOf } from "../link-view.ts";
import type { Drawn, Own } from "../overlay.ts";
import type { Stored } from "../ports.ts";
import type { Core } from "../state.ts";
import type { createEffects } from "./effects.ts";
import type { createInbox } from "./inbox.ts";
import type {
  TabChannel,
  RequestLock,
  ShellStore,
  ShellTime,
  StoreFailure,
  Transport,
} from "./ports.ts";
import type { TabMessage } from "./tabs.ts";

export type EngineDeps = {
  readonly store: ShellStore;
  /**
   * What the store held after the channel was open: what other tabs say is about what comes after
   * it.
   */
  readonly stored: Stored;
  readonly own: Own;
  readonly transport: Transport;
  readonly channel: TabChannel<TabMessage>;
  /** Null: there are no locks here, and silence alone says who leads. */
  readonly requestLock: RequestLock | null;
  /** Can a person see this tab? */
  readonly visible: () => boolean;
  readonly time: ShellTime;
  readonly random: Random;
  readonly ids: Ids;
  /** Calls back when the device has nothing better to do. */
  readonly whenIdle: (work: () => void) => void;
};

/** What an engine is put together from. */
export type EngineParts = {
  readonly createCore: typeof createCore;
  readonly step: typeof step;
  readonly linkOf: typeof linkOf;
  readonly linkForOthers: typeof linkForOthers;
  readonly createInbox: typeof createInbox;
  readonly createEffects: typeof createEffects;
};

export type Engine = {
  readonly core: Core;
  drawn(): Drawn;
  /** Of the leading tab, whichever that is. */
  link(): LinkFacts;
  leads(): boolean;
  /** Whose ids new actions take. */
  clientId(): string;
  /** Has this device ever been filled? */
  filled(): boolean;
  /** How far the server's clock is ahead; null: not known yet. */
  clockOffsetMs(): number | null;
  /** Why the store does not take what it is given, or null. */
  trouble(): StoreFailure | null;
  /** An action that was just made durable here. */
  acted(entry: OutboxEntry): void;
  /** The notices changed here: other tabs are told. */
  noticesChanged(): void;
  hint(): void;
  /** Calls back after something changed: what is drawn, the link or the notices. */
  onChange(listener: (what: "state" | "notices") => void): void;
  close(): void;
};
