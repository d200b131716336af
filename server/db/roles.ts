/**
 * The application role: may use the tenants' rows (through row-level security) and call the
 * directory's functions, owns nothing, cannot log in. Where the server's role may not create roles
 * (a managed database), the server keeps running as that role: row-level security is forced on
 * owners too, so tenants stay apart, but the process could lift it. That is said once, loudly.
 */

import type pg from "pg";
import { pgErrorKind } from "./pg-error.ts";

export const APP_ROLE = "heard_app";

/**
 * Creates the role if needed and grants it what it needs on what exists now. Null when this server
 * cannot have it.
 */
export async function ensureAppRole(
  client: pg.Client,
  log: { warn(fields: object, message: string): void },
): Promise<string | null> {
  const problem = (await becomeAllowed(client)) ?? null;
  if (problem !== null) {
    const { rows } = await client.query<{ name: string; bypass: boolean }>(
      "select current_user as name, rolsuper or rolbypassrls as bypass from pg_roles where rolname = current_user",
    );
    log.warn(
      { role: rows[0]?.name, problem },
      rows[0]?.bypass === true
        ? `the database role bypasses row-level security and cannot become ${APP_ROLE}: only our own queries keep restaurants apart`
        : `the database role cannot create or become ${APP_ROLE}: running as itself, with row-level security forced`,
    );
    return null;
  }
  await client.query(GRANTS);
  return APP_ROLE;
}

/**
 * Null on success, else the reason. Roles belong to the whole cluster, so another database's
 * migration may be doing the same right now.
 */
async function becomeAllowed(client: pg.Client): Promise<string | null> {
  let problem = "unknown";
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      await client.query(CREATE_ROLE);
      const { rows } = await client.query<{ can: boolean }>(MAY_BECOME);
      if (rows[0]?.can !== true) await client.query(`grant ${APP_ROLE} to current_user`);
      await client.query(`begin; set local role ${APP_ROLE}; commit`);
      return null;
    } catch (error) {
      await client.query("rollback");
      if (!(error instanceof Error) || pgErrorKind(error) === "unavailable") throw error;
      problem = error.message;
      if (problem.startsWith("permission denied") || problem.startsWith("must ")) return problem;
    }
  }
  return problem;
}

const ATTEMPTS = 5;

const CREATE_ROLE = `do $$ begin
  if not exists (select 1 from pg_roles where rolname = '${APP_ROLE}') then
    create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole noinherit;
  end if;
exception when duplicate_object or unique_violation then null;
end $$`;

/**
 * Since 16, who creates a role may administer it and is called its member, but may not become it
 * before it grants that to itself.
 */
const MAY_BECOME = `select pg_has_role(current_user, '${APP_ROLE}', case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as can`;

/**
 * Tenant tables are the ones under forced row-level security; the log itself can be appended to,
 * marked delivered and trimmed, never rewritten.
 */
const GRANTS = `do $$
declare one record;
begin
  grant usage on schema public to ${APP_ROLE};
  for one in select c.oid::regclass as name, c.relname as bare from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relforcerowsecurity
  loop
    execute format('revoke all on %s from ${APP_ROLE}', one.name);
    if one.bare = 'pending_events' then
      execute format('grant select, insert, delete, update (delivered_at, delivered_via) on %s to ${APP_ROLE}', one.name);
    else
      execute format('grant select, insert, update, delete on %s to ${APP_ROLE}', one.name);
    end if;
  end loop;
  for one in select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'directory\\_%' and p.prosecdef
  loop
    execute format('grant execute on function %s to ${APP_ROLE}', one.signature);
  end loop;
end $$`;
