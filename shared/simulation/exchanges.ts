/** A tab's exchanges with the server: each effect of the core that needs the network, and how it ends as an input. What shared/sync/device/shell/effects.ts and transport.ts do. */
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { fired, type Counters } from "./faults.ts";
import type { Air, Network } from "./network.ts";
import type { SimulatedServer } from "./server.ts";
import type { ServedStream, StreamWord } from "./streams.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

export type Exchange = Extract<Effect, { kind: "fetch-snapshot" | "pull" | "push" | "open-stream" | "close-stream" }>;

export type Exchanges = {
  carryOut(effect: Exchange): void;
  /** Ends what is under way: this tab does not lead any more. Late answers are not told. */
  cease(): void;
  /** Its streams fall silent, and nobody is told. */
  killStreams(): void;
};

export type ExchangesDeps = {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly counters: Counters;
  readonly air: Air;
  readonly network: Network;
  readonly server: SimulatedServer;
  readonly wire: Wire;
  readonly who: () => Actor;
  readonly isOpen: () => boolean;
  /** Of an open tab only; a frozen one is told when it wakes up. */
  readonly tell: (input: Input) => void;
  /** `pushes`: how many are under way with this one, since it leads. */
  readonly asked: (effect: Exchange, pushes: number) => void;
};

type Ended = Extract<Effect, { kind: "fetch-snapshot" | "pull" | "push" }>;

export function createExchanges({ time, random, counters, air, network, server, wire, who, isOpen, tell, asked }: ExchangesDeps): Exchanges {
  const streams = new Map<number, () => void>();
  const live = new Set<ServedStream>();
  let life = 0;
  let pushes = 0;

  const serve = (effect: Ended) => {
    switch (effect.kind) {
      case "fetch-snapshot": return server.snapshot(who());
      case "pull": return server.pull(who(), effect.cursor);
      case "push": return server.push(who(), wire.sent(effect));
    }
  };

  function ask(effect: Ended): void {
    const mine = life;
    const told = (input: Input) => {
      if (mine !== life) return;
      if (effect.kind === "push") pushes--;
      tell(input);
    };
    network.request(() => serve(effect), (input, cut) => told(wire.heard(effect, { input }, cut)), (failure) => told(wire.heard(effect, { failure }, false)));
  }

  function open({ stream, cursor }: Extract<Effect, { kind: "open-stream" }>): void {
    let served: ServedStream | null = null;
    let arrivedAt = 0;
    let isGone = false;
    let isSilent = false;
    const reader = wire.reader(stream, tell);
    const close = () => {
      isGone = true;
      if (served !== null) live.delete(served);
      served?.close();
    };
    streams.set(stream, close);
    const ended = (failure: Failure | null) => {
      if (isGone) return;
      close();
      tell({ kind: "stream-ended", stream, failure });
    };
    if (air.portal) {
      fired(counters, "captive portal");
      return void time.after(between(random, 5, 50), () => ended({ kind: "nonsense", detail: "HTML" }));
    }
    if (!air.towardsServer) return;
    const say = (word: StreamWord) => {
      const deliver = (whole: boolean) => {
        if (isSilent) return;
        if (word.kind === "stream-events") served?.taken(word.events.length);
        if (isGone) return;
        if (!reader(word, whole)) ended(null);
      };
      // Bytes that nobody reads stay where they are, until somebody does or the server has had enough.
      const read = () => (air.reads || word.kind === "stream-ended" ? deliver(true) : void time.after(500, read));
      // Without its beginning a connection never came about, and nobody knows; what is lost later leaves a hole.
      const lost = () => {
        isSilent ||= word.kind === "stream-ready";
      };
      arrivedAt = network.message(arrivedAt, { whole: read, cut: () => deliver(false), lost });
    };
    time.after(between(random, 1, air.slowestMs), () => {
      if (isGone || !isOpen()) return;
      served = server.stream(who(), cursor, say);
      if (served === null) return void time.after(between(random, 1, 50), () => ended({ kind: "unreachable" }));
      live.add(served);
      if (!air.streamsBlocked) return;
      fired(counters, "streams blocked");
      time.after(between(random, 50, 500), () => ended(null));
    });
  }

  return {
    carryOut(effect) {
      if (effect.kind === "close-stream") {
        streams.get(effect.stream)?.();
        streams.delete(effect.stream);
        return;
      }
      if (effect.kind === "push") pushes++;
      asked(effect, pushes);
      if (effect.kind === "open-stream") open(effect);
      else ask(effect);
    },
    cease() {
      life++;
      pushes = 0;
      for (const close of streams.values()) close();
      streams.clear();
    },
    killStreams() {
      for (const served of live) served.die();
    },
  };
}
