/**
 * A core whose step is not what it should be: what it is told, what it remembers or what it asks
 * for is altered on the way.
 */
import type { Effect, Input, TimerName } from "#shared/sync/device/ports.ts";
import type { Core } from "#shared/sync/device/state.ts";
import { storingAfter } from "#shared/sync/device/states/storing.ts";
import { REAL, type Parts } from "../parts.ts";

type Step = Parts["step"];
export type Bug = () => Partial<Parts>;

export const stepping =
  (step: Step): Bug =>
  () => ({ step });

/** It hears something else; null: it does not hear it at all. */
export const hearing = (change: (input: Input, core: Core) => Input | null): Bug =>
  stepping((core, input, env) => {
    const heard = change(input, core);
    return heard === null ? [] : REAL.step(core, heard, env);
  });

/** Its memory is tampered with, before or after. */
export const before = (change: (core: Core, input: Input) => void): Bug =>
  stepping((core, input, env) => {
    change(core, input);
    return REAL.step(core, input, env);
  });

export const after = (
  change: (core: Core, input: Input, effects: readonly Effect[]) => void,
): Bug =>
  stepping((core, input, env) => {
    const effects = REAL.step(core, input, env);
    change(core, input, effects);
    return effects;
  });

/** It asks for something else. */
export const asking = (change: (effect: Effect, core: Core) => Effect | null): Bug =>
  stepping((core, input, env) =>
    REAL.step(core, input, env).flatMap((effect) => change(effect, core) ?? []),
  );

export const withoutTimer = (timer: TimerName): Bug =>
  asking((effect) => (effect.kind === "set-timer" && effect.timer === timer ? null : effect));

/**
 * Takes the log that it reads from the store for its own, also where it has given that up and a
 * snapshot is on its way there.
 */
export const takesWhatItGaveUp: Parts["step"] = (core, input, env) => {
  if (input.kind !== "reloaded") return REAL.step(core, input, env);
  const { storing } = core;
  core.storing = storingAfter(storing, { kind: "started" });
  const effects = REAL.step(core, input, env);
  core.storing = storing;
  return effects;
};
