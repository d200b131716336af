/**
 * What a record holds under a key that somebody chose. Every object answers to `constructor` and
 * `toString` too, by what all objects have in common: a station that is called so was never late,
 * because a function stood where its minutes were looked for.
 */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
