/**
 * docs/product.md#every-screen: so long may a touch be taken back in place; after that a bump from
 * Recall, and what has no way back not at all.
 */
export const UNDO_MS = 5_000;
