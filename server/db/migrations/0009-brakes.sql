-- How often a secret was tried lately (server/auth/brake.ts), counted by all server processes together: what each counted for itself would let through as
-- many times the tries as there are processes. Unlogged, because a crash may forget the last hour, and no backup needs to know who tried what. `key` is a
-- hash: whose tries they are is nobody's business.
create unlogged table directory_brakes (
  key     text primary key,
  tries   integer not null,
  ends_at timestamptz not null
) with (fillfactor = 70);
create index directory_brakes_by_end on directory_brakes (ends_at);

-- Takes one try under every key, or under none; the answer is the keys that had none left, and how long. All are locked first, in their order, so that two
-- takers never wait for each other in a circle, and neither sees what the other takes and does not get. Counted before the secret is looked at: guessing in
-- parallel, or at several processes, gains nothing.
create function directory_brake_take(p_keys text[], p_tries integer[], p_seconds integer[])
returns table (key text, wait_ms integer)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  insert into public.directory_brakes as b (key, tries, ends_at)
    select a.key, 0, now() + make_interval(secs => a.seconds) from unnest(p_keys, p_seconds) as a (key, seconds) order by a.key
  on conflict (key) do update set
    tries = case when b.ends_at <= now() then 0 else b.tries end,
    ends_at = case when b.ends_at <= now() then excluded.ends_at else b.ends_at end;
  return query
    select b.key, greatest(1, ceil(1000 * extract(epoch from b.ends_at - now()))::integer)
      from public.directory_brakes b join unnest(p_keys, p_tries) as a (key, tries) on a.key = b.key where b.tries >= a.tries;
  if not found then
    update public.directory_brakes b set tries = b.tries + 1 where b.key = any (p_keys);
  end if;
end $$;

-- For a try that was right: it was none.
create function directory_brake_give_back(p_keys text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform from public.directory_brakes b where b.key = any (p_keys) order by b.key for update;
  update public.directory_brakes b set tries = b.tries - 1 where b.key = any (p_keys) and b.tries > 0 and b.ends_at > now();
end $$;

-- Forgets what is over. By itself and not while something is taken: it passes over what is locked, and so waits for nobody.
create function directory_brake_sweep() returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from public.directory_brakes where key in
    (select b.key from public.directory_brakes b where b.ends_at <= now() order by b.ends_at limit 10000 for update skip locked)
$$;

-- Whoever has no DATA_DIR/setup-token of the same content knows the setup token all the same (server/secrets.ts).
alter table directory_installation add column setup_token_hash text;

do $$
declare one record;
begin
  for one in select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'directory\_brake\_%'
  loop
    execute format('revoke all on function %s from public', one.signature);
  end loop;
end $$;
