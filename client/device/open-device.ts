/** Opens what this browser keeps for an identity and starts talking to the server. */
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { createEngine } from "#shared/sync/device/shell/engine.ts";
import type { TabMessage } from "#shared/sync/device/shell/tabs.ts";
import { random } from "../platform/chance.ts";
import { openChannel } from "../platform/channel.ts";
import { ids } from "../platform/ids.ts";
import { hasLocks, requestLock } from "../platform/locks.ts";
import { onHint, whenIdle } from "../platform/moments.ts";
import { isVisible } from "../platform/page.ts";
import { time } from "../platform/time.ts";
import { watchStorage } from "../pwa/storage-watch.ts";
import { watchUpdates } from "../pwa/updates.ts";
import { databaseName } from "../store/database-name.ts";
import { openStore } from "../store/store.ts";
import { createTransport } from "../sync/transport.ts";
import { version } from "../../package.json";
import { createDevice } from "./create-device.ts";
import type { Device, Identity } from "./device.ts";
import { lossOf, noteFilled } from "./storage-lost.ts";
import { noteOpened } from "./opened.ts";
import { notKept } from "./refusal.ts";
import { sayTo } from "./said-shown.ts";
import { watchWiped, wipeToTell } from "./wiped.ts";

const open = new Map<string, Promise<Device>>();

/**
 * One device for each database, however often a screen asks. Rejects with a sentence where the
 * browser keeps nothing.
 */
export function openDevice(identity: Identity): Promise<Device> {
  const name = databaseName(identity.restaurantId, identity.role);
  const known = open.get(name);
  if (known !== undefined) return known;
  noteOpened();
  const opening = start(name, identity);
  open.set(name, opening);
  opening.catch(() => open.delete(name));
  return opening;
}

async function start(name: string, identity: Identity): Promise<Device> {
  const storage = watchStorage();
  const updates = watchUpdates();
  // Logins share one letter, so only the server may count for it.
  const store = openStore(name, identity.deviceId === null ? "" : identity.letter, ids);
  // Open before anything is read: what other tabs say meanwhile is about what comes after it, and
  // this tab would be stale until their next word.
  const channel = openChannel<TabMessage>(name);
  const stored = await store.load();
  if (!stored.ok) {
    channel.close();
    throw notKept(stored.error);
  }
  const loss = lossOf(name, stored.value, Date.now());
  for (const notice of [loss, wipeToTell()]) if (notice !== null) await store.addNotice(notice);

  const engine = createEngine({
    store,
    stored: stored.value,
    own: {
      role: identity.role,
      letter: identity.letter,
      source: { kind: identity.deviceId === null ? "owner" : "device", name: identity.name },
      stationIds: identity.stationIds,
    },
    transport: createTransport(identity.role, version),
    channel,
    requestLock: hasLocks() ? (how, held) => requestLock(name, how, held) : null,
    visible: isVisible,
    time,
    random,
    ids,
    whenIdle: (work) => whenIdle(work, MINUTE),
  });
  onHint(() => engine.hint());
  // Where it cannot be written now, the next start will; what is wrong with the storage is said by
  // everything else that is written.
  if (stored.value.snapshot !== null) whenIdle(() => void store.startLogAnew(), LOG_ANEW_MS);
  const watching = time.every(FILLED_MS, () => {
    if (!engine.filled()) return;
    noteFilled(name);
    watching();
  });
  return createDevice({
    identity,
    store,
    engine,
    storage,
    wipe: watchWiped(identity, name, time.nowMs, time.every),
    updates,
    clock: time.nowMs,
    say: sayTo(identity.role),
    every: time.every,
  });
}

/**
 * How soon the log begins anew on a tablet that has no idle moment: what is torn by then costs
 * everything at the start after the next.
 */
const LOG_ANEW_MS = 2 * SECOND;

/**
 * How soon after the first filling it is noted; a tablet that dies before has hardly done anything.
 */
const FILLED_MS = SECOND;
