import { SECOND, toIso } from "#shared/kernel/time.ts";
import { may } from "#shared/orders/permissions.ts";
import { openTickets } from "#shared/kitchen/board.ts";
import { isLeftOver } from "#shared/kitchen/left-over.ts";
import { minorDigitsOf } from "#shared/kernel/money.ts";
import { COMMANDS, type Args, type MutationName } from "#shared/orders/command.ts";
import type { Drawn } from "#shared/sync/device/overlay.ts";
import type { Engine } from "#shared/sync/device/shell/engine-port.ts";
import { MAX_PUSH_BYTES } from "#shared/sync/messages/protocol.ts";
import { isTyping } from "../platform/page.ts";
import type { StorageWatch } from "../pwa/storage-watch.ts";
import type { Updates } from "../pwa/updates.ts";
import type { Store } from "../store/store.ts";
import type { Device, Identity, LinkView, View } from "./device.ts";
import type { Notice } from "#shared/sync/device/shell/ports.ts";
import { ownerApi } from "./owner-api.ts";
import { notKept, Refusal } from "./refusal.ts";
import { createSaidShown, type Say } from "./said-shown.ts";
import { noteRefusal } from "./returning.ts";
import type { WipeWatch } from "./wiped.ts";
import { serverTime } from "./server-time.ts";

export type DeviceParts = {
  readonly identity: Identity;
  readonly store: Store;
  readonly engine: Engine;
  readonly storage: StorageWatch;
  readonly wipe: WipeWatch;
  readonly updates: Updates;
  readonly clock: () => number;
  /** Tells the server what this screen shows. */
  readonly say: Say;
  readonly every: (ms: number, work: () => void) => () => void;
};

/** The facade that screens use. What it returns is the same object until it changes. */
export function createDevice({
  identity,
  store,
  engine,
  storage,
  wipe,
  updates,
  clock,
  say,
  every,
}: DeviceParts): Device {
  const listeners = new Set<() => void>();
  const time = serverTime(clock, () => engine.clockOffsetMs());
  let seen: { readonly drawn: Drawn; readonly view: View } | null = null;
  let link: LinkView | null = null;
  let notices: readonly Notice[] = [];
  let telling = false;
  /** Null until the server was heard. */
  let refused: boolean | null = null;
  let { stationIds } = identity;
  const saidShown = createSaidShown(say, clock);

  /** However much happens in one go, screens draw once. */
  const changed = () => {
    if (telling) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      for (const listener of listeners) listener();
    });
  };
  const readNotices = async () => {
    const open = await store.openNotices();
    if (!open.ok) return;
    notices = open.value.map(({ id, at, code, detail, number }) => ({
      id,
      at,
      code,
      detail,
      number,
    }));
    changed();
  };
  const lookAtLink = (): LinkView => {
    const facts: LinkView = {
      ...engine.link(),
      updateReady: updates.waiting() && isRailEmpty(),
      leader: engine.leads(),
      storage: wipe.wiped()
        ? "wiped"
        : engine.trouble()?.kind === "full"
          ? "full"
          : storage.state(),
    };
    link = link !== null && same(link, facts) ? link : facts;
    return link;
  };

  /**
   * A new version is never offered mid-rush (docs/design.md#runtime); who only looks on is never in
   * one.
   */
  const isRailEmpty = (): boolean =>
    identity.role === "owner" ||
    identity.role === "display" ||
    openTickets(
      [...engine.drawn().orders.values()].filter((order) => !isLeftOver(order, time.now())),
      stationIds,
    ).length === 0;

  const look = () => {
    const { sending, state } = engine.link();
    const now =
      sending === "needs-pairing"
        ? true
        : state === "live" || state === "polling"
          ? false
          : refused;
    if (now !== null && now !== refused) noteRefusal(engine.clientId(), now);
    refused = now;
    tellShown();
    changed();
  };
  // Before the first filling a screen knows no stations, and shows none by name.
  const tellShown = () => {
    const { state } = engine.link();
    saidShown.look(engine.filled() && (state === "live" || state === "polling"));
  };

  engine.onChange((what) => (what === "notices" ? void readNotices() : look()));
  storage.onChange(changed);
  wipe.onChange(changed);
  updates.onChange(changed);
  updates.busyWhile(() => !isRailEmpty() || isTyping());
  // Some facts change by time alone: a state without progress has a cause after a while.
  every(SECOND, () => {
    tellShown();
    const before = link;
    if (before !== null && lookAtLink() !== before) changed();
  });
  void readNotices();

  return {
    identity,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view() {
      const drawn = engine.drawn();
      if (seen?.drawn !== drawn)
        seen = {
          drawn,
          view: {
            ...drawn,
            settings: engine.filled() ? drawn.settings : settingsOf(identity, drawn),
            version: (seen?.view.version ?? 0) + 1,
          },
        };
      return seen.view;
    },
    link: lookAtLink,
    notices: () => notices,
    dismiss(id) {
      notices = notices.filter((notice) => notice.id !== id);
      changed();
      void store.dismissNotice(id).then(() => engine.noticesChanged());
    },
    async act<N extends MutationName>(name: N, args: Args<N>) {
      if (!may(identity.role, name)) throw new Refusal("forbidden", "This device may not do that.");
      const parsed = COMMANDS[name].safeParse(args);
      if (!parsed.success) throw new Refusal("invalid", sentenceOf(parsed.error.issues[0]));
      if (sizeOf(parsed.data) > MAX_ACTION_BYTES)
        throw new Refusal(
          "too_large",
          "That is too much to send at once. Send it in two parts. Nothing was changed.",
        );
      const kept = await store.enqueue(name, parsed.data as Args<N>, toIso(time.now()));
      if (!kept.ok) throw notKept(kept.error);
      engine.acted(kept.value);
    },
    history: () => store.history(),
    now: () => time.now(),
    covers(ids) {
      stationIds = ids;
      if (identity.role === "kitchen")
        saidShown.shows(
          ids.filter((id) => engine.drawn().menu.stations.some((station) => station.id === id)),
        );
      changed();
    },
    update: () => updates.load(),
    api: ownerApi(identity.role),
  };
}

/**
 * Alone in a push an action has this much room; the rest of a push is its envelope. What is larger
 * would stand at the head of the outbox for ever.
 */
const MAX_ACTION_BYTES = MAX_PUSH_BYTES - 4 * 1_024;

const sizeOf = (args: unknown): number => new TextEncoder().encode(JSON.stringify(args)).length;

/** Before the first filling the restaurant is known only from the pairing. */
const settingsOf = (
  { restaurantName, locale, currency, minorDigits, timezone }: Identity,
  drawn: Drawn,
) => ({
  ...drawn.settings,
  name: restaurantName,
  locale,
  currency,
  minorDigits: minorDigitsOf({ currency, minorDigits }),
  timezone,
});

const same = (a: LinkView, b: LinkView): boolean =>
  (Object.keys(b) as (keyof LinkView)[]).every((key) => a[key] === b[key]);

const sentenceOf = (
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): string =>
  issue === undefined
    ? "That cannot be done as it stands."
    : `${issue.path.map(String).join(".") || "This"}: ${issue.message}.`;
