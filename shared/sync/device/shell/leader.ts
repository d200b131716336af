/**
 * Which tab of a device leads: uses the network and writes the log.
 *
 * A Web Lock gives the lead, so that the browser itself passes it on when a tab dies. A tab may
 * also freeze while it holds the lock (a phone's background tab); so the leader beats, and a
 * visible follower that has heard no beat for six seconds steals the lock. Whoever is robbed steps
 * down and waits in line. Without Web Locks (plain HTTP) silence alone decides, and of two leaders
 * the later term stays. What a deposed leader still writes is refused by the store (terms), so two
 * leaders at once cost a moment, never an order. Our own: election libraries (`broadcast-channel`)
 * wait for a tab that sleeps with the lock, know no terms, and run on the browser's clock alone, so
 * no evening of the simulation could live them.
 */
import { SECOND } from "#shared/kernel/time.ts";
import type { HeldLock, RequestLock, ShellTime } from "./ports.ts";

export const BEAT_MS = SECOND;
export const SILENCE_MS = 6 * SECOND;
/** How long a tab without locks listens before it leads. */
export const LISTEN_MS = SECOND;

export type ElectionPorts = {
  readonly requestLock: RequestLock | null;
  /** Says to the other tabs that this one leads. */
  beat(): void;
  visible(): boolean;
  readonly time: Pick<ShellTime, "steadyMs" | "every">;
};

export type Candidate = {
  /**
   * Begins to lead; the term it leads under, or null where that failed and it will be asked again.
   * Never rejects.
   */
  lead(): Promise<number | null>;
  stepDown(): void;
};

export type Election = {
  /** Another tab's beat. */
  heard(term: number): void;
  /** A new tab asks who leads. */
  asked(): void;
  /** The store says that another tab leads. */
  deposed(): void;
  close(): void;
};

export function elect(ports: ElectionPorts, candidate: Candidate): Election {
  let role: "follower" | "taking" | "leader" = "follower";
  let term = 0;
  let asking = false;
  let lock: HeldLock | null = null;
  let leaveLine: () => void = () => undefined;
  /** Since when nothing was heard, as far as this tab was awake to hear it. */
  let quietSince = ports.time.steadyMs();
  let checkedAt = ports.time.steadyMs();
  let patienceMs = ports.requestLock === null ? LISTEN_MS : SILENCE_MS;
  let closed = false;

  const standInLine = () => {
    if (!closed && ports.requestLock !== null) leaveLine = ports.requestLock("wait", holding);
  };
  const holding = (held: HeldLock) => {
    if (closed) return held.release();
    lock = held;
    void held.gone.then(() => {
      if (lock === held) lost();
    });
    void take();
  };
  const take = async () => {
    role = "taking";
    if (asking) return;
    asking = true;
    const given = await candidate.lead();
    asking = false;
    if (role !== "taking" || given === null) return;
    term = given;
    role = "leader";
    ports.beat();
  };
  const lost = () => {
    const before = lock;
    lock = null;
    before?.release();
    if (role !== "follower") candidate.stepDown();
    role = "follower";
    quietSince = ports.time.steadyMs();
    patienceMs = SILENCE_MS;
    standInLine();
  };
  const tick = () => {
    const now = ports.time.steadyMs();
    // A gap between two ticks: this tab slept itself, and its silence says nothing about the
    // leader.
    if (now - checkedAt > SILENCE_MS / 2) quietSince = now;
    checkedAt = now;
    if (role === "leader") return ports.beat();
    if (role === "taking") return void take();
    if (now - quietSince < patienceMs) return;
    if (ports.requestLock === null) return void take();
    if (!ports.visible()) return;
    quietSince = now;
    leaveLine();
    ports.requestLock("steal", holding);
  };

  const stop = ports.time.every(BEAT_MS, tick);
  standInLine();
  return {
    heard(other) {
      quietSince = ports.time.steadyMs();
      patienceMs = SILENCE_MS;
      if (role === "leader" && other > term) lost();
    },
    asked() {
      if (role === "leader") ports.beat();
    },
    deposed() {
      if (role === "leader") lost();
    },
    close() {
      closed = true;
      stop();
      leaveLine();
      if (role !== "follower") candidate.stepDown();
      role = "follower";
      lock?.release();
    },
  };
}
