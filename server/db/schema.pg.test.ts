import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase, type TestDatabase } from "../testing/postgres.ts";
import { dumpSchema } from "./testing/schema-dump.ts";

let fresh: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  admin = new pg.Client({ connectionString: fresh.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await fresh.drop();
});

test("schema.sql is what the migrations add up to", async () => {
  await expect(await dumpSchema(admin)).toMatchFileSnapshot("./schema.sql");
});

/**
 * Tables that hold no tenant's rows. A new one must be named here, or be a tenant table like the
 * others.
 */
const NOT_TENANT = [
  "schema_migrations",
  "directory_restaurants",
  "directory_credentials",
  "directory_owner_emails",
  "directory_pairing_codes",
  "directory_table_tokens",
  "directory_brakes",
  "directory_installation",
];

describe("every table that is not of the directory", () => {
  test("has row-level security, enabled and forced, with the one policy", async () => {
    const { rows } = await admin.query<{ name: string; guarded: boolean; policies: string[] }>(
      `select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as guarded,
         array(select pg_get_expr(p.polqual, p.polrelid) || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid) from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relname = any ($1) order by 1`,
      [NOT_TENANT],
    );
    expect(rows.length).toBeGreaterThan(10);
    const rule =
      "COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)";
    expect(rows).toEqual(
      rows.map(({ name }) => ({ name, guarded: true, policies: [`${rule} / ${rule}`] })),
    );
  });

  test("has restaurant_id first in its primary key and in every unique key", async () => {
    const { rows } = await admin.query<{ name: string; keys: string[] | null }>(
      `select c.relname as name, array_agg(a.attname::text) as keys from pg_class c
         left join pg_index i on i.indrelid = c.oid and i.indisunique
         left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relname = any ($1) group by 1 order by 1`,
      [NOT_TENANT],
    );
    expect(
      rows.filter(({ keys }) => keys === null || keys.some((key) => key !== "restaurant_id")),
    ).toEqual([]);
  });
});

describe("the application role", () => {
  test("owns nothing, may not log in, bypasses nothing", async () => {
    const { rows } = await admin.query<{ owned: number; mighty: boolean }>(
      `select (select count(*)::int from pg_shdepend d where d.refobjid = r.oid and d.deptype = 'o') as owned,
         r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolcanlogin as mighty
       from pg_roles r where r.rolname = 'heard_app'`,
    );
    expect(rows).toEqual([{ owned: 0, mighty: false }]);
  });

  test("cannot reach the directory's tables, rewrite an event, or disable a policy", async () => {
    const asApp = async (sql: string): Promise<string> => {
      await admin.query("begin; set local role heard_app");
      try {
        await admin.query(sql);
        return "allowed";
      } catch (error) {
        return (error as Error).message;
      } finally {
        await admin.query("rollback");
      }
    };
    for (const table of NOT_TENANT)
      expect(await asApp(`select * from ${table}`)).toBe(`permission denied for table ${table}`);
    expect(await asApp("update pending_events set body = ''")).toBe(
      "permission denied for table pending_events",
    );
    expect(await asApp("truncate pending_events")).toBe(
      "permission denied for table pending_events",
    );
    expect(await asApp("alter table orders disable row level security")).toBe(
      "must be owner of table orders",
    );
    expect(await asApp("update pending_events set delivered_at = now()")).toBe("allowed");
  });

  test("only it may call the directory's functions, and each pins its search path", async () => {
    const { rows } = await admin.query<{
      name: string;
      config: string[];
      everybody: boolean;
      definer: boolean;
    }>(
      `select p.proname as name, p.proconfig as config, p.prosecdef as definer,
         exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0) as everybody
       from pg_proc p where p.pronamespace = 'public'::regnamespace`,
    );
    expect(
      rows.filter(
        (row) => row.everybody || !row.config.includes("search_path=pg_catalog, pg_temp"),
      ),
    ).toEqual([]);
    expect(rows.filter((row) => !row.definer).map((row) => row.name)).toEqual(["directory_letter"]);
  });
});
