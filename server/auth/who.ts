/** The answer to "who is asking?", attached to a request once a token has been believed. */

/** The roles of CONTRACT.md that can hold a token; a guest holds none (the table's token is the permission). */
export type WhoRole = "owner" | "kitchen" | "expo" | "floor" | "display";

export type Who = {
  /** A paired device, or a person who signed in with e-mail and password. */
  readonly kind: "device" | "user";
  readonly restaurantId: string;
  /** Device id for a device, session id for a user: what a revocation names. */
  readonly subjectId: string;
  readonly role: WhoRole;
  /** Part of the order numbers this subject makes (`B12`); owners who signed in share one. */
  readonly letter: string;
  readonly name: string;
  /** Null for a signed-in user: only devices have cursors and acknowledge events. */
  readonly deviceId: string | null;
};

/** What Hono's context carries for routes that asked for a caller. */
export type AuthEnv = { Variables: { who: Who; requestId: string } };
