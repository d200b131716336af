import type { Effect, Input, TimerName } from "#shared/sync/device/ports.ts";
import { createAcks } from "./acks.ts";
import { createTimers } from "./timers.ts";
import type { Transport } from "./transport.ts";
import type { Write } from "./writes.ts";

export type Effects = {
  carryOut(effect: Effect): void;
  /** Ends what is under way: this tab does not lead any more. Late answers are not told. */
  cease(): void;
};

/** Turns each effect of the core into I/O, and how that ends into an input. */
export function createEffects(
  transport: Transport, tell: (input: Input) => void, write: (write: Write | Extract<Effect, { kind: "notice" }>) => void, sleep: (ms: number) => Promise<void>,
): Effects {
  const streams = new Map<number, () => void>();
  const timers = createTimers((timer: TimerName) => tell({ kind: "timer", timer }));
  const acks = createAcks((seq) => transport.ack(seq), sleep);
  let life = 0;

  const ask = async (exchange: Promise<Input>) => {
    const mine = life;
    const input = await exchange;
    if (mine === life) tell(input);
  };

  return {
    carryOut(effect) {
      switch (effect.kind) {
        case "fetch-snapshot":
          return void ask(transport.snapshot());
        case "pull":
          return void ask(transport.pull(effect));
        case "push":
          return void ask(transport.push(effect));
        case "open-stream":
          streams.set(effect.stream, transport.stream(effect, tell));
          return;
        case "close-stream":
          streams.get(effect.stream)?.();
          streams.delete(effect.stream);
          return;
        case "ack":
          return acks.reached(effect.seq);
        case "set-timer":
          return timers.set(effect.timer, effect.delayMs);
        case "clear-timer":
          return timers.clear(effect.timer);
        case "store-snapshot":
        case "store-events":
        case "store-entries":
        case "notice":
          return write(effect);
      }
    },
    cease() {
      life++;
      for (const close of streams.values()) close();
      streams.clear();
    },
  };
}
