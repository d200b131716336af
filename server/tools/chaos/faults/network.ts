/** What routers and cables do between a device and the server. */
import { setTimeout as sleep } from "node:timers/promises";
import { between, happens, oneOf } from "#shared/kernel/seeded-random.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { loseAnswers } from "../lines/answers.ts";
import type { Direction, Line, Tally } from "../lines/line.ts";
import type { Weather } from "../lines/way.ts";
import type { Scene } from "../scene.ts";
import { keepUp, type Fault } from "./fault.ts";

const weather = (make: (scene: Scene) => Partial<Weather>, proof: keyof Tally["up"]): Fault => ({
  touches: "network",
  async strike(scene, holdMs) {
    const lines = some(scene);
    const before = sum(lines, proof);
    for (const line of lines) line.set(make(scene));
    const seen = await keepUp(holdMs, () => sum(lines, proof) > before);
    for (const line of lines) line.clear();
    return seen;
  },
});

const halfOpen = (direction: Direction): Fault => ({
  touches: "network",
  async strike(scene, holdMs) {
    const lines = some(scene);
    const before = sum(lines, "held");
    for (const line of lines) line.set({ holds: true }, direction);
    const held = await keepUp(holdMs, () => sum(lines, "held") > before);
    for (const line of lines) mend(line, scene);
    return held;
  },
});

export const latency = weather(
  ({ random }) => ({ latencyMs: between(random, 40, 300) }),
  "delayed",
);
export const littleBandwidth = weather(
  ({ random }) => ({ bytesPerSecond: between(random, 4_000, 20_000) }),
  "throttled",
);
export const slowDrip = weather(
  ({ random }) => ({ dripBytes: between(random, 20, 200) }),
  "dripped",
);
export const halfOpenUp = halfOpen("up");
export const halfOpenDown = halfOpen("down");

export const cableCut: Fault = {
  touches: "network",
  async strike(scene, holdMs) {
    const lines = some(scene);
    const ends = (): number =>
      lines.reduce((count, line) => count + line.tally().broken + line.tally().refused, 0);
    const before = ends();
    for (const line of lines) line.cut();
    const seen = await keepUp(holdMs, () => ends() > before);
    for (const line of lines) line.mend();
    return seen;
  },
};

/** Half of the restaurant is silently away from the server, and works on. */
export const partition: Fault = {
  touches: "network",
  async strike(scene, holdMs) {
    const lines = scene.lines.filter(() => happens(scene.random, 0.5));
    const before = sum(lines, "held");
    for (const line of lines) line.set({ holds: true });
    const held = await keepUp(holdMs, () => sum(lines, "held") > before);
    for (const line of lines) mend(line, scene);
    return held;
  },
};

/**
 * The server has done it and said so, and nobody hears: until it has happened a few times, or the
 * time is over.
 */
export const answerLost: Fault = {
  touches: "network",
  async strike(scene, holdMs) {
    const losing = some(scene).map((line) => loseAnswers(line, 3));
    const seen = await keepUp(holdMs, () =>
      losing.some(({ lost }) => lost.some((status) => status === 200 || status === 201)),
    );
    for (const one of losing) one.stop();
    return seen;
  },
};

/**
 * A router forgets the connections that are open: they carry nothing any more, nobody is told, and
 * new ones work at once. It is over when whoever waited on one of them has given it up; how long
 * that takes is a figure of its own, made of the heartbeat and the clients' patience.
 */
export const forgotten: Fault = {
  touches: "network",
  async strike({ devices, tablets, random, noticedMs }) {
    const line = oneOf(random, [...devices, ...tablets])?.line;
    if (line === undefined) return false;
    const { opened } = line.tally();
    const silence = line.silence();
    const from = performance.now();
    while (silence.waiting() > 0 && performance.now() - from < NOTICED_MS) await sleep(20);
    noticedMs.push(performance.now() - from);
    silence.end();
    return silence.connections > 0 && keepUp(0, () => line.tally().opened > opened);
  },
};

const NOTICED_MS = 30 * SECOND;

/** One to three of everybody's lines. */
function some({ lines, random }: Scene): Line[] {
  const left = [...lines];
  return Array.from({ length: Math.min(left.length, between(random, 1, 3)) }, () =>
    left.splice(Math.floor(random.next() * left.length), 1),
  ).flat();
}

/**
 * Either what was on its way arrives after all, as TCP sends it again, or the connections turn out
 * to be gone.
 */
function mend(line: Line, { random }: Scene): void {
  if (happens(random, 0.5)) line.breakAll();
  line.clear();
}

const sum = (lines: readonly Line[], what: keyof Tally["up"]): number =>
  lines.reduce((count, line) => count + line.tally().up[what] + line.tally().down[what], 0);
