/** Makes ids: UUIDs, version 7 where it is real, a seeded twin in tests. */
export type Ids = { next(): string };
