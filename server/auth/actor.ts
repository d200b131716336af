import type { Actor } from "#shared/sync/sequencer-port.ts";
import type { Who } from "../http/who.ts";

/** A believed caller as the sequencer knows askers. */
export function actorOf(who: Who): Actor {
  return {
    role: who.role,
    subjectId: who.subjectId,
    letter: who.letter,
    source: { kind: who.kind === "device" ? "device" : "owner", name: who.name },
    stationIds: who.stationIds,
  };
}

export type GuestPhone = { /** What its orders carry. */ readonly session: string } & NonNullable<
  Actor["guest"]
>;

/**
 * A guest at a table: nobody in particular, so the restaurant itself is the subject; the server
 * numbers guests' orders.
 */
export function guestActor(restaurantId: string, phone: GuestPhone | null = null): Actor {
  const base = { role: "guest", subjectId: restaurantId, letter: null, stationIds: [] } as const;
  if (phone === null) return { ...base, source: { kind: "guest", name: "Guest" } };
  const { session, isShared, ceiling } = phone;
  return {
    ...base,
    source: { kind: "guest", name: "Guest", session },
    guest: { isShared, ceiling },
  };
}

/** The server itself: seeds and jobs. */
export function systemActor(restaurantId: string): Actor {
  return {
    role: "system",
    subjectId: restaurantId,
    letter: null,
    source: { kind: "system", name: "Heard" },
    stationIds: [],
  };
}
