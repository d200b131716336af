import type { Effect, Input, TimerName } from "../ports.ts";
import { createAcks } from "./acks.ts";
import { sleep, type ShellTime, type Transport } from "./ports.ts";
import { createTimers } from "./timers.ts";

export type StoreEffect = Extract<
  Effect,
  { kind: "store-snapshot" | "store-events" | "store-entries" | "notice" }
>;

export type Effects = {
  carryOut(effect: Effect): void;
  /** Ends what is under way: this tab does not lead any more. Late answers are not told. */
  cease(): void;
};

/** Turns each effect of the core into I/O, and how that ends into an input. */
export function createEffects(
  transport: Transport,
  time: ShellTime,
  tell: (input: Input) => void,
  write: (effect: StoreEffect) => void,
): Effects {
  const streams = new Map<number, () => void>();
  const timers = createTimers(time, (timer: TimerName) => tell({ kind: "timer", timer }));
  const acks = createAcks(
    (seq) => transport.ack(seq),
    (ms) => sleep(time, ms),
  );
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
