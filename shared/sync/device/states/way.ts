/**
 * How events come (SYN-42): by a stream, or by pages where streams do not get through or have no
 * place. It does not follow from the stream: one may be tried, or have just opened, while pages are
 * what events come by.
 * `youngDeaths`: streams in a row that ended young while pulls got through. Pages keep it, for the
 * stream that is tried next.
 */
import { follow, stay, type TransitionTable } from "./table.ts";

/** So many in a row, and streams are given up (SYN-26). */
export const YOUNG_DEATHS = 3;

export type WayState =
  | { readonly kind: "stream"; readonly youngDeaths: number }
  | { readonly kind: "poll"; readonly youngDeaths: number };

export type WayEvent =
  /** A stream came up. */
  | { readonly kind: "opened" }
  /** A stream ended that had lived long enough. */
  | { readonly kind: "lived" }
  /** One ended young, and a pull got through. */
  | { readonly kind: "died-young" }
  /** The browser has no place for a stream (SYN-36). */
  | { readonly kind: "unplaced" };

const TABLE: TransitionTable<WayState, WayEvent> = {
  stream: {
    opened: stay,
    lived: () => byStream,
    "died-young": ({ youngDeaths }) =>
      youngDeaths + 1 < YOUNG_DEATHS
        ? { kind: "stream", youngDeaths: youngDeaths + 1 }
        : // One more is enough to come back here.
          { kind: "poll", youngDeaths: YOUNG_DEATHS - 1 },
    unplaced: ({ youngDeaths }) => ({ kind: "poll", youngDeaths }),
  },
  poll: {
    opened: ({ youngDeaths }) => ({ kind: "stream", youngDeaths }),
    lived: stay,
    "died-young": stay,
    unplaced: stay,
  },
};

/** Where everything begins: nothing speaks against a stream. */
export const byStream: WayState = { kind: "stream", youngDeaths: 0 };

export const wayAfter = (way: WayState, event: WayEvent): WayState => follow(TABLE, way, event);
