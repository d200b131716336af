import type { ScreenKind } from "./options.ts";

/** What paints the tickets while a day is replayed. */
export type Screen = { readonly kind: ScreenKind; close(): Promise<void> };
