import type { Random } from "#shared/kernel/random.ts";

/** Chance for waits: not for secrets. */
export const random: Random = { next: () => Math.random() };
