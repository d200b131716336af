/** What a simulated tablet offers, needs and shows to who looks on (device.ts). */
import type { Ids } from "#shared/kernel/ids.ts";
import type { Random } from "#shared/kernel/random.ts";
import type { MutationName } from "#shared/orders/command.ts";
import type { OutboxEntry } from "#shared/sync/device/entry.ts";
import type { LinkFacts } from "#shared/sync/device/link-view.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { DiskContents, StoreWrite } from "./disk.ts";
import type { Counters } from "./faults.ts";
import type { Air, Network } from "./network.ts";
import type { Parts } from "./parts.ts";
import type { SimulatedServer } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

export type SimulatedDevice = {
  readonly name: string;
  readonly air: Air;
  who(): Actor;
  /** Of the tab that leads, else of the first; null while all are closed. */
  core(): Core | null;
  /** Of each open tab that is not frozen: what a person can look at. */
  screens(): readonly Core[];
  cores(): readonly Core[];
  /** What one of its screens says about the link; null where it is closed. */
  link(screen: Core): LinkFacts | null;
  /** Does one of its screens say that the disk is full? */
  saysFull(screen: Core): boolean;
  /** The tab that has the lead is awake. */
  isLed(): boolean;
  readonly disk: () => DiskContents;
  open(): void;
  /**
   * What a person does in one of the tabs; it counts when the screen says so, and `confirmed` lists
   * what does.
   */
  act(screen: Core, name: MutationName, args: Readonly<Record<string, unknown>>): void;
  confirmed(): ReadonlyMap<number, OutboxEntry>;
  /**
   * The tabs are gone; with `power` also what was not yet safe, with `lies` some of what was said
   * to be.
   */
  crash(how: "closed" | "power" | "lies"): void;
  /** One of the tabs is closed; another leads on. */
  closeTab(): void;
  /** Everything stored is gone; it has to be paired again, and gets another letter. */
  wipe(letter: string): void;
  /** Paired again under another device id; `isKnown`: its client id was brought along. */
  pair(letter: string, isKnown: boolean): void;
  /** It was paired again as if it had never been here. */
  becameAnother(): boolean;
  /**
   * Its disk may have forgotten under which id an action was carried over, and then that it was.
   */
  liedTwice(): boolean;
  /**
   * It was paired again, and this client of its store was not brought along: the server says that
   * it is somebody else's.
   */
  cannotAskFor(clientId: string): boolean;
  secondTab(): void;
  /** The leading tab stops where it is, for so long. */
  freeze(ms: number): void;
  /** Somebody looks at it: no tab is frozen any more. */
  thaw(): void;
  /** The device dies at the n-th await or effect from now. */
  dieAt(n: number): void;
  fullUntil(ms: number): void;
  setClock(stepMs: number, driftPerMs: number): void;
  clockMs(): number;
  /** Its streams fall silent, and nobody is told. */
  killStreams(): void;
  compact(): void;
  hint(): void;
  /** Exchanges with the server that the core asked for so far. */
  exchanges(): number;
};

export type DeviceDeps = {
  readonly time: VirtualTime;
  readonly air: Air;
  readonly network: Network;
  readonly wire: Wire;
  readonly server: SimulatedServer;
  readonly random: Random;
  readonly ids: Ids;
  readonly parts: Parts;
  readonly counters: Counters;
  /** Writes of the log are safe only after a while, as browsers do it unless told otherwise. */
  readonly relaxed: boolean;
  /**
   * The time a device's clock says, made one at which nothing else was done by anybody: what people
   * do can be told apart by it.
   */
  readonly moment: (ms: number) => string;
  readonly watch: DeviceWatch;
};

/** Who looks on. */
export type DeviceWatch = {
  before(device: SimulatedDevice, core: Core): void;
  after(device: SimulatedDevice, core: Core, input: Input): void;
  /** A person looked at this screen, and is about to press something on it. */
  looked(device: SimulatedDevice, core: Core): void;
  acted(device: SimulatedDevice, entry: OutboxEntry): void;
  written(device: SimulatedDevice, effect: StoreWrite): void;
  /** `safe`: what is safe, or was there when a tab read it. */
  acked(device: SimulatedDevice, seq: number, safe: number): void;
  /** It will try again after this long. */
  readonly waits: (delayMs: number) => void;
  /** A tab that was frozen goes on. */
  woke(core: Core): void;
  pushes(device: SimulatedDevice, push: Extract<Effect, { kind: "push" }>, underWay: number): void;
};
