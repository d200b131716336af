-- What one account may fill the directory with. It has so many sessions at once, and beyond that the one that nobody has used for longest ends; what has ended
-- is remembered for as long as its holder can still come and ask what became of it (server/auth/kept-credentials.ts has the numbers), and swept then.

alter table directory_credentials add column used_at timestamptz;
comment on column directory_credentials.used_at is 'of a session: when it was last used, written down every two minutes at most (server/auth/session-use.ts); null: not since it was made';
create index directory_credentials_of_user on directory_credentials (user_id) where user_id is not null;
create index directory_pairing_codes_of_restaurant on directory_pairing_codes (restaurant_id);

-- The sessions that are here already. Whoever migrates may be an ordinary owner, who would see none of the subscriptions.
alter table push_subscriptions no force row level security;
update directory_credentials set revoked_at = now() where token_hash in (
  select one.token_hash from (
    select c.token_hash, row_number() over (partition by c.user_id order by s.subject_id is not null desc, c.created_at desc, c.token_hash) as place
      from directory_credentials c left join push_subscriptions s on s.restaurant_id = c.restaurant_id and s.subject_id = c.subject_id
      where c.kind = 'user' and c.revoked_at is null and (c.expires_at is null or c.expires_at > now())) one
    where one.place > 50);
alter table push_subscriptions force row level security;
delete from directory_credentials where token_hash in (
  select one.token_hash from (
    select c.token_hash, row_number() over (partition by c.user_id order by c.revoked_at desc, c.created_at desc, c.token_hash) as place
      from directory_credentials c where c.kind = 'user' and c.revoked_at is not null) one
    where one.place > 1000);

-- Starts a session; the answer is the sessions that ended to make room for it, whose streams must end. One that has a phone to be told is never among them: a
-- phone in a pocket uses nothing, and would never learn that it will not ring again. It is held by at most twenty (server/notifications/subscriptions.ts).
-- The defaults are for servers of the version before, as long as both run.
drop function directory_start_session(text, uuid, uuid, uuid, timestamptz);
create function directory_start_session(p_token_hash text, p_restaurant uuid, p_session uuid, p_user uuid, p_expires timestamptz, p_live integer default 50, p_ended integer default 1000)
returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
begin
  -- One sign-in after the other: side by side, none would count the others.
  perform from public.directory_restaurants r where r.restaurant_id = p_restaurant for no key update;
  perform set_config('heard.restaurant_id', p_restaurant::text, true);
  return query update public.directory_credentials set revoked_at = now() where token_hash in (
      select c.token_hash from public.directory_credentials c
        where c.user_id = p_user and c.restaurant_id = p_restaurant and c.revoked_at is null and (c.expires_at is null or c.expires_at > now())
        order by exists (select from public.push_subscriptions s where s.restaurant_id = p_restaurant and s.subject_id = c.subject_id) desc,
          coalesce(c.used_at, c.created_at) desc, c.token_hash
        offset greatest(0, p_live - 1))
    returning subject_id;
  delete from public.directory_credentials where token_hash in (
    select c.token_hash from public.directory_credentials c where c.user_id = p_user and c.restaurant_id = p_restaurant and c.revoked_at is not null
      order by c.revoked_at desc, c.created_at desc, c.token_hash offset greatest(0, p_ended));
  insert into public.directory_credentials (token_hash, restaurant_id, kind, subject_id, user_id, expires_at)
    values (p_token_hash, p_restaurant, 'user', p_session, p_user, p_expires);
  perform set_config('heard.restaurant_id', outside, true);
end $$;

-- Somebody is using this session.
create function directory_session_used(p_restaurant uuid, p_session uuid) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  update public.directory_credentials set used_at = now()
    where restaurant_id = p_restaurant and subject_id = p_session and kind = 'user' and revoked_at is null
$$;

-- Forgets one restaurant's credentials that ended longer ago than anybody has to be told of them, so many at once; the answer is how many went. Never one that is
-- live, whatever it is asked, nor one of a session that ran out and whose phone is still told (0012). Rows that another server has in hand are passed over.
create function directory_sweep_ended(p_restaurant uuid, p_device_ms bigint, p_session_ms bigint, p_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  swept integer;
begin
  perform set_config('heard.restaurant_id', p_restaurant::text, true);
  delete from public.directory_pairing_codes where code_hash in (
    select p.code_hash from public.directory_pairing_codes p where p.restaurant_id = p_restaurant and p.expires_at <= now() for update skip locked);
  delete from public.directory_credentials where token_hash in (
    select c.token_hash from public.directory_credentials c
      where c.restaurant_id = p_restaurant and (c.revoked_at is not null or c.expires_at <= now())
        and case c.kind when 'device' then coalesce(c.revoked_at, c.expires_at) <= now() - p_device_ms * interval '1 millisecond'
                        else coalesce(c.expires_at, c.revoked_at) <= now() - p_session_ms * interval '1 millisecond' end
        and (c.revoked_at is not null
          or not exists (select from public.push_subscriptions s where s.restaurant_id = p_restaurant and s.subject_id = c.subject_id))
      limit p_most for update of c skip locked);
  get diagnostics swept = row_count;
  perform set_config('heard.restaurant_id', outside, true);
  return swept;
end $$;

-- A restaurant has so many open codes, and beyond that the oldest ends. A code that was used or has expired is good for nothing and tells nobody anything.
drop function directory_create_pairing_code(text, uuid, text, text, json, timestamptz, uuid);
create function directory_create_pairing_code(p_code_hash text, p_restaurant uuid, p_role text, p_name text, p_station_ids json, p_expires timestamptz, p_replaces uuid default null, p_open integer default 100)
returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  select from public.directory_restaurants r where r.restaurant_id = p_restaurant for no key update;
  delete from public.directory_pairing_codes where restaurant_id = p_restaurant and (used_at is not null or expires_at <= now() or code_hash in
    (select c.code_hash from public.directory_pairing_codes c where c.restaurant_id = p_restaurant and c.used_at is null and c.expires_at > now()
      order by c.expires_at desc, c.code_hash offset greatest(0, p_open - 1)));
  insert into public.directory_pairing_codes (code_hash, restaurant_id, role, name, station_ids, expires_at, replaces)
    values (p_code_hash, p_restaurant, p_role, p_name, p_station_ids, p_expires, p_replaces)
$$;

-- Which of these allowances have no try left, and for how long. Takes none: whoever is not let in for want of one has cost nobody anything.
create function directory_brake_look(p_keys text[], p_tries integer[]) returns table (key text, wait_ms integer)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select b.key, greatest(1, ceil(1000 * extract(epoch from b.ends_at - now()))::integer)
    from public.directory_brakes b join unnest(p_keys, p_tries) as a (key, tries) on a.key = b.key where b.tries >= a.tries and b.ends_at > now()
$$;

do $$
declare one record;
begin
  for one in select p.oid::regprocedure as signature from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname in
    ('directory_start_session', 'directory_session_used', 'directory_sweep_ended', 'directory_create_pairing_code', 'directory_brake_look')
  loop
    execute format('revoke all on function %s from public', one.signature);
  end loop;
end $$;
