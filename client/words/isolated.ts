/**
 * A name that people chose, in a sentence of ours: whatever direction it runs in, or turns, it
 * turns nothing around it (Unicode's first-strong isolate).
 */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
