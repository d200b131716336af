/** Evenings that once broke a promise; they are lived again before every other. */
export const KNOWN_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 10, found: "the tab died between an answer and its notice: nobody was told of the refusal" },
  { seed: 56, found: "the same by a power cut" },
  { seed: 305, found: "an old request reached a restored server before the device had compared: no second outcome may follow" },
];
