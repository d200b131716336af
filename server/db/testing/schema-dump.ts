import type pg from "pg";

/**
 * The schema as readable SQL, from the catalogs and in a fixed order: the embedded binaries have no
 * pg_dump, and its output differs between versions of Postgres while this one does not.
 */
export async function dumpSchema(client: pg.Client): Promise<string> {
  const parts: string[] = [];
  for (const query of [TABLES, INDEXES, FUNCTIONS, GRANTS]) {
    const { rows } = await client.query<{ text: string }>(query);
    parts.push(rows.map((row) => row.text).join("\n\n"));
  }
  return `-- What the migrations add up to, as one thing to read and to compare. Made by schema.pg.test.ts (vitest -u); never edited.\n\n${parts.join("\n\n")}\n`;
}

const TABLES = `
  select format(E'create %stable %I (\\n%s\\n)%s;%s', case c.relpersistence when 'u' then 'unlogged ' else '' end, c.relname,
    (select string_agg(line, E',\\n' order by kind, place) from (
       select 1 as kind, a.attnum::text::int as place, format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
         case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
       from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       union all
       select 2, row_number() over (order by k.conname)::int, format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
       from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n') as lines),
    coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''),
    case when c.relrowsecurity then format(E'\\nalter table %I enable row level security;', c.relname) else '' end
    || case when c.relforcerowsecurity then format(E'\\nalter table %I force row level security;', c.relname) else '' end
    || coalesce((select string_agg(format(E'\\ncreate policy %I on %I for %s\\n  using %s\\n  with check %s;', p.polname, c.relname,
         case p.polcmd when '*' then 'all' else p.polcmd::text end, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)), '' order by p.polname)
       from pg_policy p where p.polrelid = c.oid), '')) as text
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) || ';' as text from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'public'::regnamespace and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by c.relname`;

const FUNCTIONS = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as text from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname, p.oid::regprocedure::text`;

const GRANTS = `
  select format('grant %s on %s to heard_app;', string_agg(privilege, ', ' order by privilege), what) as text from (
    select c.relname::text as what, lower(g.privilege_type) as privilege from pg_class c, aclexplode(c.relacl) g
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and g.grantee = to_regrole('heard_app')
    union all
    select c.relname, format('%s (%I)', lower(g.privilege_type), a.attname) from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g
      where c.relnamespace = 'public'::regnamespace and g.grantee = to_regrole('heard_app')
    union all
    select 'function ' || p.oid::regprocedure::text, lower(g.privilege_type) from pg_proc p, aclexplode(p.proacl) g
      where p.pronamespace = 'public'::regnamespace and g.grantee = to_regrole('heard_app')) as granted
  group by what order by what`;
