-- The directory: the few look-ups that happen before the restaurant is known, and what spans restaurants. Its tables have no row-level
-- security, because no tenant is known yet, and nobody has privileges on them either: only the functions below reach them.

create table directory_restaurants (
  restaurant_id uuid primary key,
  created_at    timestamptz not null default now()
);

create table directory_credentials (
  token_hash    text primary key,
  restaurant_id uuid not null,
  kind          text not null check (kind in ('device', 'user')),
  subject_id    uuid not null,
  user_id       uuid,
  created_at    timestamptz not null default now(),
  expires_at    timestamptz,
  revoked_at    timestamptz
);
create index directory_credentials_of_subject on directory_credentials (restaurant_id, subject_id);

create table directory_owner_emails (
  email         text primary key,
  restaurant_id uuid not null,
  user_id       uuid not null
);

create table directory_pairing_codes (
  code_hash     text primary key,
  restaurant_id uuid not null,
  role          text not null,
  name          text,
  station_ids   json not null,
  expires_at    timestamptz not null,
  used_at       timestamptz
);

create table directory_table_tokens (
  token_hash    text primary key,
  restaurant_id uuid not null,
  table_id      text not null
);
create index directory_table_tokens_of_restaurant on directory_table_tokens (restaurant_id);

-- Functions. Each pins its search_path. Those that look into a tenant's table put the tenant setting back before they return: a look-up by
-- token never changes whose rows the caller sees. (A SET clause would do that by itself, but only a superuser may write one for a setting of
-- ours. After an error the aborted transaction has nothing to see.)

-- Device letters: A to Z without G (guests), W (owners' sessions), I and O (read as digits), then two of them. The same as `letterAt` in shared.
create function directory_letter(n integer) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp
as $$
declare
  letters constant text := 'ABCDEFHJKLMNPQRSTUVXYZ';
  size constant integer := length(letters);
  rest constant integer := (n - size) % (size * size);
begin
  if n < size then return substr(letters, n + 1, 1); end if;
  return substr(letters, rest / size + 1, 1) || substr(letters, rest % size + 1, 1);
end $$;

create function directory_create_restaurant(p_restaurant uuid, p_log uuid, p_name text, p_settings json,
  p_user uuid, p_user_name text, p_email text, p_password_hash text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
begin
  perform set_config('heard.restaurant_id', p_restaurant::text, true);
  insert into public.directory_restaurants (restaurant_id) values (p_restaurant);
  insert into public.directory_owner_emails (email, restaurant_id, user_id) values (lower(p_email), p_restaurant, p_user);
  insert into public.restaurants (restaurant_id, name, settings, next_letter) values (p_restaurant, p_name, p_settings, 0);
  insert into public.restaurant_logs (restaurant_id, log_id) values (p_restaurant, p_log);
  insert into public.users (restaurant_id, user_id, role, name, email, password_hash, letter)
    values (p_restaurant, p_user, 'owner', p_user_name, p_email, p_password_hash, 'W');
  perform set_config('heard.restaurant_id', outside, true);
end $$;

create function directory_find_owner(p_email text)
returns table (restaurant_id uuid, user_id uuid, name text, password_hash text)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  found_restaurant uuid; found_user uuid;
begin
  select e.restaurant_id, e.user_id into found_restaurant, found_user
    from public.directory_owner_emails e where e.email = lower(p_email);
  if found_restaurant is null then return; end if;
  perform set_config('heard.restaurant_id', found_restaurant::text, true);
  return query select u.restaurant_id, u.user_id, u.name, u.password_hash
    from public.users u where u.restaurant_id = found_restaurant and u.user_id = found_user;
  perform set_config('heard.restaurant_id', outside, true);
end $$;

create function directory_start_session(p_token_hash text, p_restaurant uuid, p_session uuid, p_user uuid, p_expires timestamptz)
returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into public.directory_credentials (token_hash, restaurant_id, kind, subject_id, user_id, expires_at)
    values (p_token_hash, p_restaurant, 'user', p_session, p_user, p_expires)
$$;

create function directory_find_credential(p_token_hash text)
returns table (restaurant_id uuid, kind text, subject_id uuid, role text, letter text, name text, device_id uuid, station_ids json, expires_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  c public.directory_credentials;
begin
  select * into c from public.directory_credentials d
    where d.token_hash = p_token_hash and d.revoked_at is null and (d.expires_at is null or d.expires_at > now());
  if c.token_hash is null then return; end if;
  perform set_config('heard.restaurant_id', c.restaurant_id::text, true);
  if c.kind = 'device' then
    return query select c.restaurant_id, c.kind, c.subject_id, d.role, d.letter, d.name, d.device_id, d.station_ids, c.expires_at
      from public.devices d where d.restaurant_id = c.restaurant_id and d.device_id = c.subject_id and d.revoked_at is null;
  else
    return query select c.restaurant_id, c.kind, c.subject_id, u.role, u.letter, u.name, null::uuid, '[]'::json, c.expires_at
      from public.users u where u.restaurant_id = c.restaurant_id and u.user_id = c.user_id;
  end if;
  perform set_config('heard.restaurant_id', outside, true);
end $$;

-- Why a token is not believed: the one who holds it may know whether to pair again or to sign in again.
create function directory_credential_fate(p_token_hash text) returns text
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select case when c.revoked_at is not null and c.kind = 'device' then 'device_revoked'
              when c.kind = 'user' then 'session_over'
              else 'valid' end
    from public.directory_credentials c where c.token_hash = p_token_hash
$$;

-- Is this subject still allowed in? Asked by open streams, which no longer hold the token.
create function directory_subject_is_active(p_restaurant uuid, p_subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from public.directory_credentials c
    where c.restaurant_id = p_restaurant and c.subject_id = p_subject
      and c.revoked_at is null and (c.expires_at is null or c.expires_at > now()))
$$;

create function directory_revoke_credential(p_token_hash text) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  with ended as (update public.directory_credentials set revoked_at = now()
    where token_hash = p_token_hash and revoked_at is null returning 1)
  select exists (select 1 from ended)
$$;

create function directory_revoke_device(p_restaurant uuid, p_device uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  ended boolean;
begin
  perform set_config('heard.restaurant_id', p_restaurant::text, true);
  update public.devices set revoked_at = now()
    where restaurant_id = p_restaurant and device_id = p_device and revoked_at is null;
  ended := found;
  update public.directory_credentials set revoked_at = now()
    where ended and restaurant_id = p_restaurant and subject_id = p_device and revoked_at is null;
  perform set_config('heard.restaurant_id', outside, true);
  return ended;
end $$;

create function directory_create_pairing_code(p_code_hash text, p_restaurant uuid, p_role text, p_name text, p_station_ids json, p_expires timestamptz)
returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from public.directory_pairing_codes where restaurant_id = p_restaurant and expires_at < now() - interval '1 day';
  insert into public.directory_pairing_codes (code_hash, restaurant_id, role, name, station_ids, expires_at)
    values (p_code_hash, p_restaurant, p_role, p_name, p_station_ids, p_expires)
$$;

-- Uses up a code and makes the device, its letter and its credential in one statement. A returning device (same client id) keeps its
-- letter and its sync identity, and what it was before is revoked: one browser is never two devices.
create function directory_pair_device(p_code_hash text, p_device uuid, p_name text, p_token_hash text, p_expires timestamptz, p_client uuid)
returns table (restaurant_id uuid, restaurant_name text, role text, name text, letter text, station_ids json, replaced uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  code public.directory_pairing_codes; house public.restaurants; before uuid; kept text; device_name text;
begin
  update public.directory_pairing_codes c set used_at = now()
    where c.code_hash = p_code_hash and c.used_at is null and c.expires_at > now() returning c.* into code;
  if code.code_hash is null then return; end if;
  perform set_config('heard.restaurant_id', code.restaurant_id::text, true);
  select * into house from public.restaurants r where r.restaurant_id = code.restaurant_id for update;

  if p_client is not null then
    select d.device_id, d.letter into before, kept from public.sync_clients s
      join public.devices d on d.restaurant_id = s.restaurant_id and d.device_id = s.subject_id
      where s.restaurant_id = code.restaurant_id and s.client_id = p_client;
  end if;
  if before is null then
    kept := public.directory_letter(house.next_letter);
    update public.restaurants r set next_letter = r.next_letter + 1 where r.restaurant_id = code.restaurant_id;
  else
    update public.devices d set revoked_at = now()
      where d.restaurant_id = code.restaurant_id and d.device_id = before and d.revoked_at is null;
    update public.directory_credentials c set revoked_at = now()
      where c.restaurant_id = code.restaurant_id and c.subject_id = before and c.revoked_at is null;
    update public.sync_clients s set subject_id = p_device
      where s.restaurant_id = code.restaurant_id and s.client_id = p_client;
  end if;

  device_name := coalesce(nullif(p_name, ''), code.name, code.role);
  insert into public.devices (restaurant_id, device_id, role, name, letter, station_ids)
    values (code.restaurant_id, p_device, code.role, device_name, kept, code.station_ids);
  insert into public.directory_credentials (token_hash, restaurant_id, kind, subject_id, expires_at)
    values (p_token_hash, code.restaurant_id, 'device', p_device, p_expires);
  return query select code.restaurant_id, house.name, code.role, device_name, kept, code.station_ids, before;
  perform set_config('heard.restaurant_id', outside, true);
end $$;

create function directory_put_table_tokens(p_restaurant uuid, p_table_ids text[], p_token_hashes text[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from public.directory_table_tokens where restaurant_id = p_restaurant and not token_hash = any (p_token_hashes);
  insert into public.directory_table_tokens (token_hash, restaurant_id, table_id)
    select h, p_restaurant, t from unnest(p_table_ids, p_token_hashes) as x (t, h)
    on conflict (token_hash) do nothing
$$;

create function directory_find_table(p_token_hash text)
returns table (restaurant_id uuid, table_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select t.restaurant_id, t.table_id from public.directory_table_tokens t where t.token_hash = p_token_hash
$$;

create function directory_restaurant_ids() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select restaurant_id from public.directory_restaurants order by created_at, restaurant_id $$;

-- The heads of many logs in one round trip, for the sweep that finds what a lost hint did not say.
create function directory_read_heads(p_restaurants uuid[]) returns table (restaurant_id uuid, head_seq bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  one uuid;
begin
  foreach one in array p_restaurants loop
    perform set_config('heard.restaurant_id', one::text, true);
    return query select l.restaurant_id, l.head_seq from public.restaurant_logs l where l.restaurant_id = one;
  end loop;
  perform set_config('heard.restaurant_id', outside, true);
end $$;

-- Who may touch what. PUBLIC may nothing; the application role may use the tenants' rows (through row-level security) and the functions.
do $$
declare one record;
begin
  for one in select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'directory\_%'
  loop
    execute format('revoke all on function %s from public', one.signature);
  end loop;
end $$;
