/**
 * One phone at a table: what README.md says of its life. The cookie's token is kept as its hash;
 * what its orders carry is an id that proves nothing.
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Ids } from "#shared/kernel/ids.ts";
import { DAY, HOUR, SECOND, toIso, type IsoTime } from "#shared/kernel/time.ts";
import { GUEST_COOKIE } from "../auth/cookies.ts";
import { hashSecret, looksLikeToken, newToken, tableGroup } from "../auth/tokens.ts";
import type { Tx } from "../db/database.ts";
import type { HttpEnv } from "../http/env.ts";
import type { GuestTable } from "./table.ts";

/** After this without an order the guest has left. */
export const SESSION_MS = 3 * HOUR;
/** What a phone ordered it may read for as long as it may be told to wait for it. */
const KEPT_MS = DAY;
/**
 * A table has a dozen phones. Whoever opens more for it by its code takes those that nobody has
 * ordered with, the oldest first; where all have ordered, who comes later orders as the table.
 */
export const MAX_SESSIONS = 200;
/** A used session is written down as used this often at most. */
const USED_EVERY_MS = 5 * 60 * SECOND;

/** SQL: is it live, of that printed code ($5)? */
const LIVE =
  "restaurant_id = $1 and table_id = $4 and code_hash = $5 and closed_at is null and used_at > now() - $6 * interval '1 millisecond'";

export type GuestSession = { readonly id: string; readonly isLive: boolean };

/**
 * What programs and phones without a session share: one for each printed code, of the shape that
 * the others have.
 */
export const sharedSession = ({ codeHash }: Pick<GuestTable, "codeHash">): string =>
  codeHash.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

/**
 * The session of the cookie that a request carries, whether or not it is over; null: it carries
 * none of this restaurant's.
 */
export async function presentedSession(
  tx: Tx,
  table: GuestTable,
  c: Context<HttpEnv>,
): Promise<GuestSession | null> {
  const token = getCookie(c, GUEST_COOKIE);
  if (token === undefined || !looksLikeToken(token)) return null;
  const { rows } = await tx.query<GuestSession>(
    `select session_id as id, closed_at is null and table_id = $3 and code_hash = $4 and used_at > now() - $5 * interval '1 millisecond' as "isLive"
     from guest_sessions where restaurant_id = $1 and token_hash = $2`,
    [table.restaurantId, hashSecret(token), table.tableId, table.codeHash, SESSION_MS],
  );
  return rows[0] ?? null;
}

/** Sessions too old to be of use, also of tables that are gone. */
export async function forgetSessions(tx: Tx, restaurantId: string): Promise<void> {
  await tx.query(
    "delete from guest_sessions where restaurant_id = $1 and used_at < now() - $2 * interval '1 millisecond'",
    [restaurantId, KEPT_MS],
  );
}

export type OpenSessionDeps = { readonly ids: Ids; readonly serverSecret: Uint8Array };

/**
 * A new session's cookie token, or null where the printed code has as many as it may and all have
 * ordered. What made room is gone: one phone that asks all day leaves no rows.
 */
export async function openSession(
  tx: Tx,
  { restaurantId, tableId, codeHash }: GuestTable,
  { ids, serverSecret }: OpenSessionDeps,
): Promise<string | null> {
  const { text, hash } = newToken(
    serverSecret,
    "guest",
    tableGroup(serverSecret, restaurantId, tableId),
  );
  const { rowCount } = await tx.query(
    `with live as (select count(*) as many from guest_sessions where ${LIVE}),
     old as materialized (select token_hash from guest_sessions where ${LIVE} and used_at = opened_at order by opened_at limit (select greatest(0, many - $7 + 1) from live) for update skip locked),
     gone as (delete from guest_sessions where restaurant_id = $1 and token_hash in (select token_hash from old) returning 1)
     insert into guest_sessions (restaurant_id, token_hash, session_id, table_id, code_hash)
     select $1, $2, $3, $4, $5 where (select many from live) - (select count(*) from gone) < $7`,
    [restaurantId, hash, ids.next(), tableId, codeHash, SESSION_MS, MAX_SESSIONS],
  );
  return rowCount === 1 ? text : null;
}

/** The phone ordered, so it is there: from its first order on it makes no room for others. */
export async function keepSession(tx: Tx, restaurantId: string, sessionId: string): Promise<void> {
  await tx.query(
    "update guest_sessions set used_at = now() where restaurant_id = $1 and session_id = $2 and (used_at = opened_at or used_at < now() - $3 * interval '1 millisecond')",
    [restaurantId, sessionId, USED_EVERY_MS],
  );
}

/** Nobody at this table orders as who they were; `but`: except by this printed code. */
export async function closeSessions(
  tx: Tx,
  restaurantId: string,
  tableId: string,
  but: string | null = null,
): Promise<void> {
  await tx.query(
    "update guest_sessions set closed_at = now() where restaurant_id = $1 and table_id = $2 and code_hash is distinct from $3 and closed_at is null",
    [restaurantId, tableId, but],
  );
}

export function setSessionCookie(c: Context<HttpEnv>, token: string): void {
  setCookie(c, GUEST_COOKIE, token, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/api/qr",
    secure: c.get("secure"),
    maxAge: KEPT_MS / SECOND,
  });
}

export const sessionEnds = (nowMs: number): IsoTime => toIso(nowMs + SESSION_MS);
