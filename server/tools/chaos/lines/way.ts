/**
 * One direction of a connection through a fault line. What arrives waits here, in order, until the
 * weather lets it go on; how the connection ends waits behind it, because a network that loses
 * bytes also loses the news that the other end is gone. A full way stops reading its source, so
 * that whoever sends feels it as they would feel a full network.
 */
import type { Socket } from "node:net";

export type Weather = {
  /** How long every byte is under way. */
  readonly latencyMs: number;
  /** Infinity: as fast as it comes. */
  readonly bytesPerSecond: number;
  /** Pieces of so many bytes, with a pause after each; null: whole. */
  readonly dripBytes: number | null;
  /** Nothing passes, and nobody is told. */
  readonly holds: boolean;
};

export const FAIR: Weather = {
  latencyMs: 0,
  bytesPerSecond: Infinity,
  dripBytes: null,
  holds: false,
};

/**
 * What the weather did, in words (a word is what arrived at once): each fault is proven by one of
 * these.
 */
export type WayTally = {
  delayed: number;
  throttled: number;
  dripped: number;
  held: number;
  passedBytes: number;
};

export type Way = {
  push(bytes: Buffer): void;
  /** The source has said its last word, or is gone. */
  end(how: "end" | "reset"): void;
  /** The weather changed. */
  look(): void;
  /** Nothing passes any more, whatever the weather. */
  silence(): void;
  /** Holds from here on until it is let go, whatever the weather. */
  hold(held: boolean): void;
  close(): void;
};

const DRIP_EVERY_MS = 25;
/** A few seconds of a busy stream; then the source waits. */
const MOST_WAITING_BYTES = 256 * 1024;

/**
 * As a peer that knows nothing of the connection answers. A Unix socket has no such word and is
 * only closed, behind what was said before.
 */
export function reset(socket: Socket): void {
  if (socket.remoteAddress === undefined) socket.destroySoon();
  else socket.resetAndDestroy();
}

type Word = { readonly arrivedAt: number; bytes: Buffer | "end" | "reset" };

export function createWay(
  source: Socket,
  to: Socket,
  weather: () => Weather,
  tally: WayTally,
): Way {
  const words: Word[] = [];
  let waitingBytes = 0;
  /** Before this the line is still busy with the last piece. */
  let freeAt = 0;
  let timer: NodeJS.Timeout | null = null;
  let full = false;
  let [silent, held, closed] = [false, false, false];

  const holds = (): boolean => silent || held || weather().holds;

  function wait(ms: number): void {
    timer = setTimeout(() => {
      timer = null;
      pass();
    }, ms);
  }

  function pass(): void {
    if (timer !== null || full || closed) return;
    for (let word = words[0]; word !== undefined; word = words[0]) {
      if (holds()) return;
      const { latencyMs } = weather();
      const now = performance.now();
      const waitMs = Math.max(word.arrivedAt + latencyMs, freeAt) - now;
      if (waitMs > 0) {
        if (latencyMs > 0 && freeAt <= now) tally.delayed++;
        return wait(waitMs);
      }
      if (typeof word.bytes === "string") {
        words.shift();
        if (word.bytes === "end") to.end();
        else reset(to);
        continue;
      }
      passPiece(word, word.bytes, now);
      if (full) return;
    }
  }

  function passPiece(word: Word, bytes: Buffer, now: number): void {
    const { bytesPerSecond, dripBytes } = weather();
    const most = Math.min(
      dripBytes ?? Infinity,
      bytesPerSecond === Infinity ? Infinity : Math.max(64, Math.floor(bytesPerSecond / 40)),
    );
    const piece = bytes.length <= most ? bytes : bytes.subarray(0, most);
    if (piece.length === bytes.length) words.shift();
    else word.bytes = bytes.subarray(piece.length);
    waitingBytes -= piece.length;
    if (bytesPerSecond !== Infinity) {
      freeAt = now + (piece.length / bytesPerSecond) * 1_000;
      tally.throttled++;
    }
    if (dripBytes !== null) {
      freeAt = Math.max(freeAt, now + DRIP_EVERY_MS);
      tally.dripped++;
    }
    tally.passedBytes += piece.length;
    if (waitingBytes < MOST_WAITING_BYTES) source.resume();
    if (to.destroyed || to.write(piece)) return;
    full = true;
    to.once("drain", () => {
      full = false;
      pass();
    });
  }

  function add(bytes: Word["bytes"]): void {
    if (closed) return;
    if (holds()) tally.held++;
    words.push({ arrivedAt: performance.now(), bytes });
    pass();
  }

  return {
    push(bytes) {
      waitingBytes += bytes.length;
      if (waitingBytes >= MOST_WAITING_BYTES) source.pause();
      add(bytes);
    },
    end: add,
    look() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      // A line that was slow a moment ago is not busy any more.
      freeAt = 0;
      pass();
    },
    silence() {
      silent = true;
    },
    hold(on) {
      held = on;
      pass();
    },
    close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      words.length = 0;
    },
  };
}
