-- Tenant tables first, then the directory (the few look-ups that happen before the restaurant is known),
-- then who may touch what. Every tenant table's primary key and every unique key starts with restaurant_id:
-- row-level security stays one line per table, and the schema can be distributed by that column later.

create table restaurants (
  restaurant_id uuid primary key,
  name          text not null,
  settings      json not null,
  next_letter   integer not null default 0,
  created_at    timestamptz not null default now()
);

-- The counter row. Locked first by every transaction that appends, so seqs are gap-free and become visible in commit order.
create table restaurant_logs (
  restaurant_id uuid primary key,
  log_id        uuid not null,
  epoch         integer not null default 1,
  head_seq      bigint not null default 0,
  head_id       uuid,
  floor_seq     bigint not null default 0,
  docs_id       uuid
) with (fillfactor = 50);

comment on column restaurant_logs.floor_seq is 'the oldest seq a cursor may stand on; its event is kept so that the cursor''s id can be checked';
comment on column restaurant_logs.docs_id is 'the last event that changed menu, tables or settings: what a process holds of them is good while this is the same';

create table pending_events (
  restaurant_id uuid not null,
  seq           bigint not null,
  id            uuid not null,
  type          text not null,
  body          text not null,
  created_at    timestamptz not null,
  delivered_at  timestamptz,
  delivered_via text check (delivered_via in ('sse', 'polling')),
  primary key (restaurant_id, seq),
  unique (restaurant_id, id)
) with (fillfactor = 90);
create index pending_events_undelivered on pending_events (restaurant_id, seq) where delivered_at is null;
comment on column pending_events.body is 'the event''s exact JSON text as every reader gets it';

create table sync_clients (
  restaurant_id    uuid not null,
  client_id        uuid not null,
  subject_id       uuid not null,
  last_mutation_id bigint not null default 0,
  updated_at       timestamptz not null default now(),
  primary key (restaurant_id, client_id)
) with (fillfactor = 50);

create table mutation_results (
  restaurant_id uuid not null,
  client_id     uuid not null,
  mutation_id   bigint not null,
  payload_hash  text not null,
  status        text not null check (status in ('applied', 'noop', 'rejected')),
  code          text,
  detail        text,
  seq           bigint not null,
  created_at    timestamptz not null default now(),
  primary key (restaurant_id, client_id, mutation_id)
);

create table orders (
  restaurant_id uuid not null,
  order_id      uuid not null,
  number        text not null,
  status        text not null,
  open          boolean not null,
  table_id      text,
  placed_at     timestamptz not null,
  updated_seq   bigint not null,
  updated_at    timestamptz not null default now(),
  doc           json not null,
  primary key (restaurant_id, order_id)
) with (fillfactor = 70);
create index orders_on_the_board on orders (restaurant_id, placed_at) where open;
create index orders_recent on orders (restaurant_id, updated_at);

create table order_lines (
  restaurant_id uuid not null,
  line_id       uuid not null,
  order_id      uuid not null,
  primary key (restaurant_id, line_id)
);

create table menus (
  restaurant_id uuid primary key,
  doc           json not null,
  updated_at    timestamptz not null default now()
);

create table dining_tables (
  restaurant_id uuid not null,
  table_id      text not null,
  label         text not null,
  position      integer not null default 0,
  rotation      integer not null default 0,
  primary key (restaurant_id, table_id)
);

create table users (
  restaurant_id uuid not null,
  user_id       uuid not null,
  role          text not null,
  name          text not null,
  email         text not null,
  password_hash text not null,
  letter        text not null,
  created_at    timestamptz not null default now(),
  primary key (restaurant_id, user_id)
);

create table devices (
  restaurant_id uuid not null,
  device_id     uuid not null,
  role          text not null,
  name          text not null,
  letter        text not null,
  station_ids   json not null default '[]',
  client_id     uuid,
  paired_at     timestamptz not null default now(),
  revoked_at    timestamptz,
  last_seen_at  timestamptz not null default now(),
  app_version   text,
  primary key (restaurant_id, device_id)
) with (fillfactor = 70);

create table device_cursors (
  restaurant_id uuid not null,
  device_id     uuid not null,
  acked_seq     bigint not null,
  acked_at      timestamptz not null default now(),
  via           text not null check (via in ('sse', 'polling')),
  primary key (restaurant_id, device_id)
) with (fillfactor = 50);

-- The answers of REST calls, so that the same Idempotency-Key never acts twice. The key names its asker (the caller sees to it).
create table idempotency_keys (
  restaurant_id uuid not null,
  key           text not null,
  payload_hash  text not null,
  answer        json not null,
  order_doc     json,
  created_at    timestamptz not null default now(),
  primary key (restaurant_id, key)
);

-- The last number called out per letter (guest orders are G1, G2, …).
create table number_counters (
  restaurant_id uuid not null,
  letter        text not null,
  last          integer not null,
  primary key (restaurant_id, letter)
) with (fillfactor = 50);

-- The directory: no row-level security, because no tenant is known yet, and no privileges either: only the functions below reach it.
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

-- Row-level security, forced, the same sentence for every tenant table. A transaction-local setting leaves '' behind, hence nullif.
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['restaurants', 'restaurant_logs', 'pending_events', 'sync_clients', 'mutation_results',
    'orders', 'order_lines', 'menus', 'dining_tables', 'users', 'devices', 'device_cursors', 'idempotency_keys', 'number_counters']
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy tenant on %I using (restaurant_id = nullif(current_setting(''heard.restaurant_id'', true), '''')::uuid)
      with check (restaurant_id = nullif(current_setting(''heard.restaurant_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

-- Functions. Each pins its search_path, and pins the tenant setting so that what it sets inside is restored when it returns:
-- a look-up by token can never change whose rows the caller sees.

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
language plpgsql security definer set search_path = pg_catalog, pg_temp set heard.restaurant_id = ''
as $$
begin
  perform set_config('heard.restaurant_id', p_restaurant::text, true);
  insert into public.directory_restaurants (restaurant_id) values (p_restaurant);
  insert into public.directory_owner_emails (email, restaurant_id, user_id) values (lower(p_email), p_restaurant, p_user);
  insert into public.restaurants (restaurant_id, name, settings, next_letter) values (p_restaurant, p_name, p_settings, 0);
  insert into public.restaurant_logs (restaurant_id, log_id) values (p_restaurant, p_log);
  insert into public.users (restaurant_id, user_id, role, name, email, password_hash, letter)
    values (p_restaurant, p_user, 'owner', p_user_name, p_email, p_password_hash, 'W');
end $$;

create function directory_find_owner(p_email text)
returns table (restaurant_id uuid, user_id uuid, name text, password_hash text)
language plpgsql security definer set search_path = pg_catalog, pg_temp set heard.restaurant_id = ''
as $$
#variable_conflict use_column
declare found_restaurant uuid; found_user uuid;
begin
  select e.restaurant_id, e.user_id into found_restaurant, found_user
    from public.directory_owner_emails e where e.email = lower(p_email);
  if found_restaurant is null then return; end if;
  perform set_config('heard.restaurant_id', found_restaurant::text, true);
  return query select u.restaurant_id, u.user_id, u.name, u.password_hash
    from public.users u where u.restaurant_id = found_restaurant and u.user_id = found_user;
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
language plpgsql security definer set search_path = pg_catalog, pg_temp set heard.restaurant_id = ''
as $$
#variable_conflict use_column
declare c public.directory_credentials;
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
language plpgsql security definer set search_path = pg_catalog, pg_temp set heard.restaurant_id = ''
as $$
begin
  perform set_config('heard.restaurant_id', p_restaurant::text, true);
  update public.devices set revoked_at = now()
    where restaurant_id = p_restaurant and device_id = p_device and revoked_at is null;
  if not found then return false; end if;
  update public.directory_credentials set revoked_at = now()
    where restaurant_id = p_restaurant and subject_id = p_device and revoked_at is null;
  return true;
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
language plpgsql security definer set search_path = pg_catalog, pg_temp set heard.restaurant_id = ''
as $$
#variable_conflict use_column
declare code public.directory_pairing_codes; house public.restaurants; before uuid; kept text; device_name text;
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
language plpgsql security definer set search_path = pg_catalog, pg_temp set heard.restaurant_id = ''
as $$
#variable_conflict use_column
declare one uuid;
begin
  foreach one in array p_restaurants loop
    perform set_config('heard.restaurant_id', one::text, true);
    return query select l.restaurant_id, l.head_seq from public.restaurant_logs l where l.restaurant_id = one;
  end loop;
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
