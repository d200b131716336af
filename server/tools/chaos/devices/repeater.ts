/**
 * A network that repeats: every push twice, and now and then an old one again; and whether the same
 * mutation is answered the same each time.
 */
import type { Random } from "#shared/kernel/random.ts";
import { between } from "#shared/kernel/seeded-random.ts";
import type { Effect, Input } from "#shared/sync/device/ports.ts";
import type { Transport } from "#shared/sync/device/shell/ports.ts";

export type Repeats = {
  readonly sent: number;
  readonly compared: number;
  readonly otherwise: readonly string[];
};

type Push = Extract<Effect, { kind: "push" }>;

export type Repeater = {
  push(effect: Push, exchanges: Transport): Promise<Input>;
  repeat(on: boolean): void;
  repeats(): Repeats;
};

const KEPT_PUSHES = 8;

/** `after`: while the device lives. */
export function createRepeater(
  name: string,
  random: Random,
  after: (delayMs: number, task: () => void) => void,
): Repeater {
  const pushes: Push[] = [];
  const answers = new Map<string, string>();
  const repeats = { sent: 0, compared: 0, otherwise: [] as string[] };
  let repeating = false;

  function repeatSome(effect: Push, exchanges: Transport): void {
    pushes.push(effect);
    if (pushes.length > KEPT_PUSHES) pushes.shift();
    if (!repeating) return;
    again(effect, exchanges, between(random, 0, 30));
    const old = pushes[between(random, 0, pushes.length - 1)];
    if (old !== undefined && old !== effect) again(old, exchanges, between(random, 100, 900));
  }

  /**
   * What a network that repeats sends once more; the device does not hear the answer, but we do.
   */
  function again(effect: Push, exchanges: Transport, delayMs: number): void {
    repeats.sent++;
    after(
      delayMs,
      () => void exchanges.push(effect).then((input) => remember(effect.clientId, input)),
    );
  }

  /** The same mutation is answered the same, however often it is asked. */
  function remember(clientId: string, input: Input): void {
    if (input.kind !== "pushed") return;
    for (const { id, status, seq } of input.answer.results) {
      const key = `${clientId}/${id}`;
      const said = `${status} at ${seq}`;
      const before = answers.get(key);
      answers.set(key, before ?? said);
      if (before === undefined) continue;
      repeats.compared++;
      if (before !== said)
        repeats.otherwise.push(
          `${name}: mutation ${key} was answered ${before}, and later ${said}`,
        );
    }
  }

  return {
    async push(effect, exchanges) {
      if (effect.mutations.length > 0) repeatSome(effect, exchanges);
      const input = await exchanges.push(effect);
      remember(effect.clientId, input);
      return input;
    },
    repeat(on) {
      repeating = on;
    },
    repeats: () => repeats,
  };
}
