/**
 * A tab's exchanges with the simulated server over the air: the product's transport, as far as the
 * shell needs it.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import type { Effect, Failure, Input } from "#shared/sync/device/ports.ts";
import type { Transport } from "#shared/sync/device/shell/ports.ts";
import type { Actor } from "#shared/sync/sequencer-port.ts";
import { fired, type Counters } from "./faults.ts";
import type { Air, Network } from "./network.ts";
import type { SimulatedServer } from "./server.ts";
import type { ServedStream, StreamWord } from "./streams.ts";
import type { Life } from "./tab-life.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

export type Exchange = Extract<
  Effect,
  { kind: "fetch-snapshot" | "pull" | "push" | "open-stream" }
>;

export type Exchanges = Transport & {
  /** The shell has ended what is under way: what was pushed before counts no more. */
  ceased(): void;
  /** Its streams fall silent, and nobody is told. */
  killStreams(): void;
  /** The tab is gone, and its connections with it. */
  end(): void;
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
  /** `pushes`: how many are under way with this one, since the tab leads. */
  readonly asked: (effect: Exchange, pushes: number) => void;
};

type Ended = Extract<Effect, { kind: "fetch-snapshot" | "pull" | "push" }>;

export function createExchanges(
  { time, random, counters, air, network, server, wire, who, asked }: ExchangesDeps,
  life: Life,
): Exchanges {
  const live = new Set<ServedStream>();
  let lead = 0;
  let pushes = 0;

  const serve = (effect: Ended) => {
    switch (effect.kind) {
      case "fetch-snapshot":
        return server.snapshot(who());
      case "pull":
        return server.pull(who(), effect.cursor);
      case "push":
        return server.push(who(), wire.sent(effect));
    }
  };

  const ask = (effect: Ended): Promise<Input> =>
    new Promise((resolve) => {
      const mine = lead;
      if (effect.kind === "push") pushes++;
      asked(effect, pushes);
      const told = (input: Input) => {
        if (effect.kind === "push" && mine === lead) pushes--;
        life.run(() => resolve(input));
      };
      network.request(
        () => serve(effect),
        (input, cut) => told(wire.heard(effect, { input }, cut)),
        (failure) => told(wire.heard(effect, { failure }, false)),
      );
    });

  function open(
    effect: Extract<Effect, { kind: "open-stream" }>,
    tellNow: (input: Input) => void,
  ): () => void {
    const { stream, cursor } = effect;
    asked(effect, pushes);
    const tell = (input: Input) => life.run(() => tellNow(input));
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
    const ended = (failure: Failure | null) => {
      if (isGone) return;
      close();
      tell({ kind: "stream-ended", stream, failure });
    };
    if (air.portal) {
      fired(counters, "captive portal");
      time.after(between(random, 5, 50), () => ended({ kind: "nonsense", detail: "HTML" }));
      return close;
    }
    if (!air.towardsServer) return close;
    const say = (word: StreamWord) => {
      const deliver = (whole: boolean) => {
        if (isSilent) return;
        if (word.kind === "stream-events") served?.taken(word.events.length);
        if (isGone) return;
        if (!reader(word, whole)) ended(null);
      };
      // Bytes that nobody reads stay where they are, until somebody does or the server has had
      // enough.
      const read = () =>
        air.reads || word.kind === "stream-ended" ? deliver(true) : void time.after(500, read);
      // Without its beginning a connection never came about, and nobody knows; what is lost later
      // leaves a hole.
      const lost = () => {
        isSilent ||= word.kind === "stream-ready";
      };
      arrivedAt = network.message(arrivedAt, { whole: read, cut: () => deliver(false), lost });
    };
    time.after(between(random, 1, air.slowestMs), () => {
      if (isGone || !life.isOpen()) return;
      served = server.stream(who(), cursor, say);
      if (served === null)
        return void time.after(between(random, 1, 50), () => ended({ kind: "unreachable" }));
      live.add(served);
      if (!air.streamsBlocked) return;
      fired(counters, "streams blocked");
      time.after(between(random, 50, 500), () => ended(null));
    });
    return close;
  }

  return {
    snapshot: () => ask({ kind: "fetch-snapshot" }),
    pull: ask,
    push: ask,
    ack: () => Promise.resolve(),
    stream: open,
    ceased() {
      lead++;
      pushes = 0;
    },
    killStreams() {
      for (const served of live) served.die();
    },
    end() {
      for (const served of live) served.close();
    },
  };
}
