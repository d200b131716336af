/**
 * One tab of a simulated tablet: the product's own engine (shared/sync/device/shell) on ports at
 * which it may stand, sleep or die, and whoever looks on.
 */
import { between } from "#shared/kernel/seeded-random.ts";
import { MINUTE } from "#shared/kernel/time.ts";
import type { Effect } from "#shared/sync/device/ports.ts";
import { createEffects, type Effects } from "#shared/sync/device/shell/effects.ts";
import type { EngineParts } from "#shared/sync/device/shell/engine-port.ts";
import { createEngine } from "#shared/sync/device/shell/engine.ts";
import { createInbox } from "#shared/sync/device/shell/inbox.ts";
import type { TabChannel, ShellTime } from "#shared/sync/device/shell/ports.ts";
import type { TabMessage } from "#shared/sync/device/shell/tabs.ts";
import { createDiskStore } from "./disk-store.ts";
import { createExchanges } from "./exchanges.ts";
import { fired } from "./faults.ts";
import type { Tab, TabDeps } from "./tab-port.ts";

const SLOWEST_DISK_MS = 10;

export function createTab(deps: TabDeps): Tab {
  const { time, parts, life, random, ids, clockMs } = deps;
  const exchanges = createExchanges(deps, life);
  /** What a tab does every few minutes it does here when the plan says so. */
  const chores: (() => void)[] = [];
  let hear: (message: TabMessage) => void = () => undefined;

  const isFull = () => {
    if (deps.isFull()) fired(deps.counters, "quota exceeded");
    return deps.isFull();
  };
  /** A disk takes its time, and a tab may fall asleep meanwhile. */
  const begins = async () => {
    await new Promise<void>(
      (resolve) => void time.after(between(random, 0, SLOWEST_DISK_MS), () => life.run(resolve)),
    );
    await life.at();
  };
  const shellTime: ShellTime = {
    nowMs: clockMs,
    steadyMs: () => time.now(),
    after(ms, work) {
      let off = false;
      const stop = time.after(ms, () =>
        life.run(() => {
          if (!off) work();
        }),
      );
      return () => {
        // Called off when it was due already and the tab slept: it is not done when the tab wakes
        // up either.
        off = true;
        stop();
      };
    },
    every(ms, work) {
      if (ms >= MINUTE) chores.push(work);
      else again(ms, work);
      return () => undefined;
    },
  };
  /** A tab that sleeps does it once when it wakes up, however long that was. */
  function again(ms: number, work: () => void): void {
    time.after(ms, () =>
      life.run(() => {
        work();
        again(ms, work);
      }),
    );
  }

  const channel: TabChannel<TabMessage> = {
    post: deps.post,
    listen: (listener) => void (hear = listener),
    close: () => undefined,
  };
  const engine = createEngine(
    {
      store: parts.around.store(
        createDiskStore({
          ...deps,
          isFull,
          at: life.at,
          begins,
          afterWrite: parts.afterWrite,
          commit: (disk, write) =>
            new Promise((resolve) => deps.commit(disk, write, () => life.run(resolve))),
        }),
      ),
      stored: deps.stored(),
      own: ownOf(deps.who()),
      transport: exchanges,
      channel: parts.around.channel(channel, {
        leads: () => engine.leads(),
        nowMs: () => time.now(),
      }),
      requestLock: parts.around.lock(deps.requestLock),
      visible: () => true,
      time: shellTime,
      random,
      ids,
      whenIdle: (work) => void time.after(0, () => life.run(work)),
    },
    watched(deps, () => exchanges.ceased()),
  );

  return {
    engine,
    life,
    act(name, args) {
      time.after(1, async () => {
        if (!life.isOpen()) return;
        await life.at();
        // Refused to the person there and then: nothing was promised.
        if (isFull()) return;
        const entry = deps.enqueue(name, args);
        await life.at();
        deps.confirm(entry);
        engine.acted(entry);
      });
    },
    heard: (message) => life.run(() => hear(message)),
    hint: () => life.run(() => engine.hint()),
    killStreams: () => exchanges.killStreams(),
    compact: () => life.run(() => chores.forEach((chore) => chore())),
    close() {
      life.end();
      exchanges.end();
    },
  };
}

const ownOf = ({ role, letter, source, stationIds }: ReturnType<TabDeps["who"]>) => ({
  role: role as "kitchen",
  letter: letter ?? "A",
  source,
  stationIds,
});

/**
 * What the engine is put together from, with somebody who looks on and a tab that may die between
 * any two effects.
 */
function watched(
  { time, parts, life, dies, acked, waits, before, after }: TabDeps,
  ceased: () => void,
): EngineParts {
  const see = (effect: Effect) => {
    if (effect.kind === "pull" || effect.kind === "push") acked(effect.ackedSeq);
    else if (effect.kind === "ack") acked(effect.seq);
    else if (effect.kind === "set-timer" && (effect.timer === "retry" || effect.timer === "push"))
      waits(effect.delayMs);
  };
  const seen = (effects: Effects): Effects => ({
    carryOut(effect) {
      if (!life.isOpen() || dies()) return;
      see(effect);
      effects.carryOut(effect);
    },
    cease() {
      ceased();
      effects.cease();
    },
  });
  /** An error ends the evening, also where nobody awaits what it ends. */
  const caught =
    <T extends readonly unknown[]>(work: (...given: T) => void) =>
    (...given: T) => {
      try {
        work(...given);
      } catch (error) {
        time.fail(error);
      }
    };
  return {
    createCore: parts.createCore,
    linkOf: parts.linkOf,
    linkForOthers: parts.linkForOthers,
    step(core, input, env) {
      if (!life.isOpen()) return [];
      before(core);
      const effects = parts.step(core, input, env);
      after(core, input);
      return effects;
    },
    createInbox: (take, emptied) => parts.around.inbox(createInbox(caught(take), caught(emptied))),
    createEffects: (...given) => parts.around.effects(seen(createEffects(...given))),
  };
}
