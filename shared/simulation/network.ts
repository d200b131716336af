/**
 * The air between a device and the server: slow, lossy, sometimes not there, and never in a hurry
 * to say so.
 */
import { between, happens } from "#shared/kernel/seeded-random.ts";
import type { Random } from "#shared/kernel/random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import type { Failure } from "#shared/sync/device/ports.ts";
import { fired, type Counters } from "./faults.ts";
import type { VirtualTime } from "./virtual-time.ts";

export type Air = {
  /** Each direction by itself: a half-open connection swallows what goes one way. */
  towardsServer: boolean;
  towardsDevice: boolean;
  /** Share of messages that are lost, that arrive twice (requests), and that arrive cut off. */
  loss: number;
  twice: number;
  cut: number;
  slowestMs: number;
  /** Share of messages that are held up for seconds, while others pass them. */
  stalls: number;
  /** Something on the way answers for the server, with a page of its own and status 200. */
  portal: boolean;
  /** Something on the way lets no stream live. */
  streamsBlocked: boolean;
  /** A proxy that keeps a stream's bytes, and gives them on in one piece. */
  buffers: boolean;
  /** The device does not take the bytes that are there. */
  reads: boolean;
};

export const GOOD_AIR: Air = {
  towardsServer: true,
  towardsDevice: true,
  loss: 0,
  twice: 0,
  cut: 0,
  slowestMs: 30,
  stalls: 0,
  portal: false,
  streamsBlocked: false,
  buffers: false,
  reads: true,
};

const LONGEST_STALL_MS = 5 * SECOND;
const TIME_OUT_MS = 8 * SECOND;
const BUFFERED_MS = 1_500;

/** What the server says; null where it was not there, or died on the way. */
export type Reply<A> = { readonly input: A } | { readonly failure: Failure } | null;

/** One device's part of the network. */
export type Network = {
  /**
   * A request and its answer: `serve` runs where it arrives, perhaps twice; then either's answer
   * may be the one that comes. Exactly one of `answered` and `failed` is called. `cut`: the
   * answer's end is missing.
   */
  request<A>(
    serve: () => Promise<Reply<A>>,
    answered: (answer: A, cut: boolean) => void,
    failed: (failure: Failure) => void,
  ): void;
  /**
   * A message on an open connection; it may be lost, or come cut off (the connection is of no use
   * then). `notBefore`: it does not overtake the one before. Says when it arrives.
   */
  message(notBefore: number, arrive: Record<"whole" | "cut" | "lost", () => void>): number;
};

export function createNetwork(
  air: Air,
  time: VirtualTime,
  random: Random,
  counters: Counters,
): Network {
  let [sent, newest] = [0, 0];
  const delay = () => {
    if (air.stalls === 0 || !happens(random, air.stalls)) return between(random, 1, air.slowestMs);
    fired(counters, "message delayed");
    return between(random, 1, LONGEST_STALL_MS);
  };
  const lost = (towards: "towardsServer" | "towardsDevice") => {
    if (!air[towards]) {
      if (air.towardsServer !== air.towardsDevice)
        fired(
          counters,
          towards === "towardsServer"
            ? "half-open towards the server"
            : "half-open towards the device",
        );
      return true;
    }
    if (air.loss === 0 || !happens(random, air.loss)) return false;
    fired(counters, "message dropped");
    return true;
  };
  const isCut = () => {
    if (air.cut === 0 || !happens(random, air.cut)) return false;
    fired(counters, "message truncated");
    return true;
  };
  return {
    request(serve, answered, failed) {
      let over = false;
      let answers = 0;
      const end = (how: () => void) => {
        if (over) return;
        over = true;
        giveUp();
        how();
      };
      // A cable that is out is noticed at once or never.
      const giveUp = time.after(!air.towardsServer && happens(random, 0.5) ? 20 : TIME_OUT_MS, () =>
        end(() => failed({ kind: "unreachable" })),
      );
      if (air.portal) {
        fired(counters, "captive portal");
        return void time.after(delay(), () =>
          end(() => failed({ kind: "nonsense", detail: "HTML" })),
        );
      }
      if (lost("towardsServer")) return;
      const arrive = async () => {
        const reply = await serve();
        if (reply === null)
          return void time.after(delay(), () =>
            end(() =>
              failed(
                happens(random, 0.8)
                  ? { kind: "unreachable" }
                  : { kind: "unavailable", retryAfterMs: SECOND },
              ),
            ),
          );
        if (lost("towardsDevice")) return;
        const cut = isCut();
        const mine = sent++;
        time.after(delay(), () => {
          if (++answers === 2) fired(counters, "answer duplicated");
          if (over) return;
          if (mine < newest) fired(counters, "message reordered");
          newest = Math.max(newest, mine);
          end(() => ("input" in reply ? answered(reply.input, cut) : failed(reply.failure)));
        });
      };
      time.after(delay(), arrive);
      if (air.twice > 0 && happens(random, air.twice)) {
        fired(counters, "message duplicated");
        // Right behind it, or long after it was answered.
        time.after(delay() * (happens(random, 0.5) ? 1 : 20), arrive);
      }
    },
    message(notBefore, arrive) {
      let at = time.now() + delay();
      if (air.buffers) {
        fired(counters, "buffering proxy");
        at = Math.ceil(at / BUFFERED_MS) * BUFFERED_MS;
      }
      // Of what is due together chance chooses: what follows has to be due later.
      if (at <= notBefore) at = notBefore + TICK;
      time.after(
        at - time.now(),
        lost("towardsDevice") ? arrive.lost : isCut() ? arrive.cut : arrive.whole,
      );
      return at;
    },
  };
}

const TICK = 1 / 1_024;
