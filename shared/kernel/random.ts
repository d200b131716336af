/** A number in [0, 1): chance is an input in `shared`. */
export type Random = { next(): number };
