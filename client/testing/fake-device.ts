/**
 * A device without a network or a store, which decides by the real rules: for looking at screens
 * and for component tests only.
 */
import { fromIso, toIso } from "#shared/kernel/time.ts";
import { ok } from "#shared/kernel/result.ts";
import { EMPTY_MENU } from "#shared/menu/menu.ts";
import { initialSettings } from "#shared/restaurant/settings.ts";
import type { Args, Command, CommandName } from "#shared/orders/command.ts";
import { decide } from "#shared/orders/decide.ts";
import type { HeardEvent } from "#shared/orders/event.ts";
import { noGuestLoad } from "#shared/orders/guest-load.ts";
import type { OrderSource } from "#shared/orders/order.ts";
import type { Role } from "#shared/devices/roles.ts";
import { applyToWorld, emptyWorld, type World } from "#shared/sync/world.ts";
import { Refusal } from "../device/refusal.ts";
import type { Device, Identity, LinkView, View } from "../device/device.ts";
import type { Notice } from "#shared/sync/device/shell/ports.ts";
import { fakeApi } from "./fake-api.ts";
import { fakeMenu, fakeTables } from "./fake-menu.ts";

export type FakeDevice = Device & {
  /** Lets somebody else do something, so many seconds ago. */
  happen<N extends CommandName>(
    by: OrderSource & { role: Role },
    secondsAgo: number,
    name: N,
    args: Args<N>,
  ): void;
  setLink(link: Partial<LinkView>): void;
  tell(notice: Notice): void;
  /** Of these orders something, or all, is only on this device from now on. */
  wait(unsent: readonly string[], unplaced: readonly string[]): void;
  readonly acted: { name: string; args: unknown }[];
};

export function fakeDevice(
  identity: Partial<Identity> = {},
  options: { bare?: boolean; now?: () => number } = {},
): FakeDevice {
  const now = options.now ?? Date.now;
  const who: Identity = {
    restaurantId: "00000000-0000-7000-8000-000000000001",
    restaurantName: "Trattoria Aurelia",
    deviceId: "00000000-0000-7000-8000-0000000000d1",
    role: "kitchen",
    letter: "B",
    name: "Grill tablet",
    stationIds: [],
    locale: "en-GB",
    currency: "GBP",
    timezone: "Europe/London",
    ...identity,
  };
  const world: World = emptyWorld();
  world.menu = options.bare === true ? EMPTY_MENU : fakeMenu;
  world.tables = options.bare === true ? [] : fakeTables;
  world.settings = {
    ...initialSettings({
      name: who.restaurantName,
      timezone: who.timezone,
      currency: who.currency,
      shownAlarmSeconds: 15,
    }),
    locale: who.locale,
  };
  const listeners = new Set<() => void>();
  const acted: { name: string; args: unknown }[] = [];
  const recorded: HeardEvent[] = [];
  let version = 0;
  let counter = 40;
  let notices: readonly Notice[] = [];
  let link: LinkView = {
    state: "live",
    sending: "idle",
    since: now() - 600_000,
    lastContactAt: now(),
    waiting: 0,
    behind: 0,
    cause: null,
    updateReady: false,
    leader: true,
    storage: "persistent",
  };
  let unsent: ReadonlySet<string> = new Set();
  let unplaced: ReadonlySet<string> = new Set();
  let view = look();

  function look(): View {
    return {
      version: ++version,
      orders: new Map(world.orders),
      menu: world.menu,
      tables: world.tables,
      settings: world.settings,
      unsentOrderIds: unsent,
      unplacedOrderIds: unplaced,
    };
  }
  function changed() {
    view = look();
    for (const listener of listeners) listener();
  }
  function run(
    role: Role,
    source: OrderSource,
    at: number,
    command: Command,
    stationIds: readonly string[] = [],
  ) {
    const decision = decide(
      {
        order: (id) => world.orders.get(id),
        orderOfLine: () => undefined,
        ordersAt: (tableId) =>
          [...world.orders.values()].filter((order) => order.tableId === tableId),
        guestLoad: noGuestLoad(),
        menu: world.menu,
        tables: world.tables,
        settings: world.settings,
        role,
        source,
        stationIds,
        occurredAt: toIso(at),
        nextNumber: () =>
          numberOf(command) ?? `${source.kind === "guest" ? "G" : who.letter}${++counter}`,
        strict: false,
      },
      command,
    );
    if (decision.kind === "rejected") {
      notices = [
        ...notices,
        {
          id: `n${notices.length}`,
          at,
          code: decision.code,
          detail: decision.detail,
          number: null,
        },
      ];
    } else if (decision.kind === "applied") {
      for (const draft of decision.events) {
        applyToWorld(world, { ...draft, occurredAt: toIso(at), seq: 0 });
        recorded.push({
          ...draft,
          seq: 0,
          id: `e${recorded.length}`,
          v: 1,
          origin: null,
          occurredAt: toIso(at),
          recordedAt: toIso(at),
        });
      }
    }
    changed();
  }

  /** What only the server decides: not while there is none. */
  async function decideAsServer<N extends CommandName>(name: N, args: Args<N>): Promise<void> {
    if (link.state === "offline") throw new Refusal("no-contact", "The server did not answer.");
    run(who.role, { kind: "device", name: who.name }, now(), { name, args } as unknown as Command);
  }

  return {
    identity: who,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    link: () => link,
    notices: () => notices,
    dismiss(id) {
      notices = notices.filter((notice) => notice.id !== id);
      changed();
    },
    async act(name, args) {
      acted.push({ name, args });
      if (link.state === "offline") link = { ...link, waiting: link.waiting + 1 };
      run(
        who.role,
        { kind: "device", name: who.name },
        now(),
        { name, args } as Command,
        who.stationIds,
      );
      await Promise.resolve();
    },
    // What happened "so many seconds ago" was made up in any order.
    history: async () =>
      ok(
        recorded.length === 0
          ? []
          : [
              {
                kind: "events",
                events: [...recorded].sort((a, b) => fromIso(a.recordedAt) - fromIso(b.recordedAt)),
              },
            ],
      ),
    now,
    covers: () => undefined,
    update: () => undefined,
    api: fakeApi({ world, changed, now, decideAsServer }),
    happen: (by, secondsAgo, name, args) =>
      run(by.role, { kind: by.kind, name: by.name }, now() - secondsAgo * 1_000, {
        name,
        args,
      } as Command),
    setLink(change) {
      link = { ...link, ...change };
      changed();
    },
    wait(some, all) {
      [unsent, unplaced] = [new Set([...some, ...all]), new Set(all)];
      changed();
    },
    tell(notice) {
      notices = [...notices, notice];
      changed();
    },
    acted,
  };
}

/** As the script of an evening has it, also for guests' orders, which only the server numbers. */
const numberOf = ({ name, args }: Command): string | undefined =>
  name === "order.place" ? args.number : undefined;
