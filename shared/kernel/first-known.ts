/**
 * What the first of these makes that this engine knows how to make: engines differ in the zones,
 * locales and currencies that they know, and say so with a RangeError. The last one is for all of
 * them.
 */
export function firstKnown<T>(...makes: readonly [() => T, ...(() => T)[]]): T {
  for (const make of makes.slice(0, -1)) {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return (makes.at(-1) ?? makes[0])();
}
