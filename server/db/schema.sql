-- What the migrations add up to, as one thing to read and to compare. Made by schema.pg.test.ts (vitest -u); never edited.

create table device_cursors (
  restaurant_id uuid not null,
  device_id uuid not null,
  acked_seq bigint not null,
  acked_at timestamp with time zone not null default now(),
  via text not null,
  constraint device_cursors_pkey PRIMARY KEY (restaurant_id, device_id),
  constraint device_cursors_via_check CHECK ((via = ANY (ARRAY['sse'::text, 'polling'::text])))
) with (fillfactor=50);
alter table device_cursors enable row level security;
alter table device_cursors force row level security;
create policy tenant on device_cursors for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table devices (
  restaurant_id uuid not null,
  device_id uuid not null,
  role text not null,
  name text not null,
  letter text not null,
  station_ids json not null default '[]'::json,
  paired_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  last_seen_at timestamp with time zone not null default now(),
  app_version text,
  shows json,
  constraint devices_pkey PRIMARY KEY (restaurant_id, device_id)
) with (fillfactor=70);
alter table devices enable row level security;
alter table devices force row level security;
create policy tenant on devices for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table dining_tables (
  restaurant_id uuid not null,
  table_id text not null,
  label text not null,
  "position" integer not null default 0,
  rotation integer not null default 0,
  constraint dining_tables_pkey PRIMARY KEY (restaurant_id, table_id)
);
alter table dining_tables enable row level security;
alter table dining_tables force row level security;
create policy tenant on dining_tables for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create unlogged table directory_brakes (
  key text not null,
  tries integer not null,
  ends_at timestamp with time zone not null,
  constraint directory_brakes_pkey PRIMARY KEY (key)
) with (fillfactor=70);

create table directory_credentials (
  token_hash text not null,
  restaurant_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  user_id uuid,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  used_at timestamp with time zone,
  constraint directory_credentials_kind_check CHECK ((kind = ANY (ARRAY['device'::text, 'user'::text]))),
  constraint directory_credentials_pkey PRIMARY KEY (token_hash)
);

create table directory_installation (
  only_row boolean not null default true,
  secret_fingerprint text not null,
  since timestamp with time zone not null default now(),
  setup_token_hash text,
  constraint directory_installation_only_row_check CHECK (only_row),
  constraint directory_installation_pkey PRIMARY KEY (only_row)
);

create table directory_owner_emails (
  email text not null,
  restaurant_id uuid not null,
  user_id uuid not null,
  constraint directory_owner_emails_pkey PRIMARY KEY (email)
);

create table directory_pairing_codes (
  code_hash text not null,
  restaurant_id uuid not null,
  role text not null,
  name text,
  station_ids json not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  replaces uuid,
  constraint directory_pairing_codes_pkey PRIMARY KEY (code_hash)
);

create table directory_restaurants (
  restaurant_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint directory_restaurants_pkey PRIMARY KEY (restaurant_id)
);

create table directory_table_tokens (
  token_hash text not null,
  restaurant_id uuid not null,
  table_id text not null,
  constraint directory_table_tokens_pkey PRIMARY KEY (token_hash)
);

create table guest_sessions (
  restaurant_id uuid not null,
  token_hash text not null,
  session_id uuid not null,
  table_id text not null,
  code_hash text not null,
  opened_at timestamp with time zone not null default now(),
  used_at timestamp with time zone not null default now(),
  closed_at timestamp with time zone,
  constraint guest_sessions_pkey PRIMARY KEY (restaurant_id, token_hash)
) with (fillfactor=70);
alter table guest_sessions enable row level security;
alter table guest_sessions force row level security;
create policy tenant on guest_sessions for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table idempotency_keys (
  restaurant_id uuid not null,
  key text not null,
  payload_hash text not null,
  answer json not null,
  order_doc json,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (restaurant_id, key)
);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant on idempotency_keys for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table menus (
  restaurant_id uuid not null,
  doc json not null,
  updated_at timestamp with time zone not null default now(),
  constraint menus_pkey PRIMARY KEY (restaurant_id)
);
alter table menus enable row level security;
alter table menus force row level security;
create policy tenant on menus for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table mutation_results (
  restaurant_id uuid not null,
  client_id uuid not null,
  mutation_id bigint not null,
  payload_hash text not null,
  status text not null,
  code text,
  detail text,
  seq bigint not null,
  created_at timestamp with time zone not null default now(),
  constraint mutation_results_pkey PRIMARY KEY (restaurant_id, client_id, mutation_id),
  constraint mutation_results_status_check CHECK ((status = ANY (ARRAY['applied'::text, 'noop'::text, 'rejected'::text])))
);
alter table mutation_results enable row level security;
alter table mutation_results force row level security;
create policy tenant on mutation_results for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table notifications (
  restaurant_id uuid not null,
  event_id uuid not null,
  subject_id uuid not null,
  body text not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  constraint notifications_pkey PRIMARY KEY (restaurant_id, event_id, subject_id)
) with (fillfactor=70);
alter table notifications enable row level security;
alter table notifications force row level security;
create policy tenant on notifications for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table number_counters (
  restaurant_id uuid not null,
  letter text not null,
  last integer not null,
  constraint number_counters_pkey PRIMARY KEY (restaurant_id, letter)
) with (fillfactor=50);
alter table number_counters enable row level security;
alter table number_counters force row level security;
create policy tenant on number_counters for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table order_lines (
  restaurant_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  constraint order_lines_pkey PRIMARY KEY (restaurant_id, line_id)
);
alter table order_lines enable row level security;
alter table order_lines force row level security;
create policy tenant on order_lines for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table orders (
  restaurant_id uuid not null,
  order_id uuid not null,
  number text not null,
  status text not null,
  open boolean not null,
  table_id text,
  placed_at timestamp with time zone not null,
  updated_seq bigint not null,
  updated_at timestamp with time zone not null default now(),
  doc json not null,
  waits_for text,
  untold_since timestamp with time zone,
  guest text,
  guest_session text,
  guest_lines integer,
  guest_pieces numeric,
  constraint orders_guest_check CHECK ((guest = ANY (ARRAY['waiting'::text, 'working'::text, 'over'::text]))),
  constraint orders_pkey PRIMARY KEY (restaurant_id, order_id),
  constraint orders_waits_for_check CHECK ((waits_for = ANY (ARRAY['release'::text, 'acceptance'::text, 'screen'::text])))
) with (fillfactor=70);
alter table orders enable row level security;
alter table orders force row level security;
create policy tenant on orders for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table pending_events (
  restaurant_id uuid not null,
  seq bigint not null,
  id uuid not null,
  type text not null,
  body text not null,
  created_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  delivered_via text,
  constraint pending_events_delivered_via_check CHECK ((delivered_via = ANY (ARRAY['sse'::text, 'polling'::text]))),
  constraint pending_events_pkey PRIMARY KEY (restaurant_id, seq),
  constraint pending_events_restaurant_id_id_key UNIQUE (restaurant_id, id)
) with (fillfactor=90);
alter table pending_events enable row level security;
alter table pending_events force row level security;
create policy tenant on pending_events for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table push_subscriptions (
  restaurant_id uuid not null,
  subject_id uuid not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  created_at timestamp with time zone not null default now(),
  constraint push_subscriptions_pkey PRIMARY KEY (restaurant_id, subject_id)
);
alter table push_subscriptions enable row level security;
alter table push_subscriptions force row level security;
create policy tenant on push_subscriptions for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table restaurant_logs (
  restaurant_id uuid not null,
  log_id uuid not null,
  epoch integer not null default 1,
  head_seq bigint not null default 0,
  head_id uuid,
  floor_seq bigint not null default 0,
  docs_id uuid,
  constraint restaurant_logs_pkey PRIMARY KEY (restaurant_id)
) with (fillfactor=50);
alter table restaurant_logs enable row level security;
alter table restaurant_logs force row level security;
create policy tenant on restaurant_logs for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table restaurants (
  restaurant_id uuid not null,
  name text not null,
  settings json not null,
  next_letter integer not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint restaurants_pkey PRIMARY KEY (restaurant_id)
);
alter table restaurants enable row level security;
alter table restaurants force row level security;
create policy tenant on restaurants for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table schema_migrations (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migrations_pkey PRIMARY KEY (number)
);

create table sync_clients (
  restaurant_id uuid not null,
  client_id uuid not null,
  subject_id uuid not null,
  last_mutation_id bigint not null default 0,
  updated_at timestamp with time zone not null default now(),
  constraint sync_clients_pkey PRIMARY KEY (restaurant_id, client_id)
) with (fillfactor=50);
alter table sync_clients enable row level security;
alter table sync_clients force row level security;
create policy tenant on sync_clients for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

create table users (
  restaurant_id uuid not null,
  user_id uuid not null,
  role text not null,
  name text not null,
  email text not null,
  password_hash text not null,
  letter text not null,
  created_at timestamp with time zone not null default now(),
  constraint users_pkey PRIMARY KEY (restaurant_id, user_id)
);
alter table users enable row level security;
alter table users force row level security;
create policy tenant on users for all
  using COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false)
  with check COALESCE((restaurant_id = ANY (( SELECT (string_to_array(current_setting('heard.restaurant_id'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[])), false);

CREATE INDEX directory_brakes_by_end ON public.directory_brakes USING btree (ends_at);

CREATE INDEX directory_credentials_of_subject ON public.directory_credentials USING btree (restaurant_id, subject_id);

CREATE INDEX directory_credentials_of_user ON public.directory_credentials USING btree (user_id) WHERE (user_id IS NOT NULL);

CREATE INDEX directory_pairing_codes_of_restaurant ON public.directory_pairing_codes USING btree (restaurant_id);

CREATE INDEX directory_table_tokens_of_restaurant ON public.directory_table_tokens USING btree (restaurant_id);

CREATE INDEX guest_sessions_of_table ON public.guest_sessions USING btree (restaurant_id, table_id, used_at);

CREATE INDEX notifications_due ON public.notifications USING btree (restaurant_id, due_at);

CREATE INDEX orders_finished ON public.orders USING btree (restaurant_id, updated_at) WHERE (open AND (status = ANY (ARRAY['served'::text, 'ready'::text])));

CREATE INDEX orders_guests_placed ON public.orders USING btree (restaurant_id, table_id, placed_at) WHERE (guest IS NOT NULL);

CREATE INDEX orders_guests_unfinished ON public.orders USING btree (restaurant_id, table_id, placed_at) WHERE (guest = ANY (ARRAY['waiting'::text, 'working'::text]));

CREATE INDEX orders_guests_waiting ON public.orders USING btree (restaurant_id, table_id, placed_at) WHERE (guest = 'waiting'::text);

CREATE INDEX orders_held ON public.orders USING btree (restaurant_id) WHERE (waits_for = 'release'::text);

CREATE INDEX orders_on_the_board ON public.orders USING btree (restaurant_id, placed_at) WHERE open;

CREATE INDEX orders_recent ON public.orders USING btree (restaurant_id, updated_at);

CREATE INDEX orders_untold ON public.orders USING btree (restaurant_id, untold_since) WHERE (untold_since IS NOT NULL);

CREATE INDEX pending_events_undelivered ON public.pending_events USING btree (restaurant_id, seq) WHERE (delivered_at IS NULL);

CREATE OR REPLACE FUNCTION public.directory_brake_give_back(p_keys text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  perform from public.directory_brakes b where b.key = any (p_keys) order by b.key for update;
  update public.directory_brakes b set tries = b.tries - 1 where b.key = any (p_keys) and b.tries > 0 and b.ends_at > now();
end $function$;

CREATE OR REPLACE FUNCTION public.directory_brake_look(p_keys text[], p_tries integer[])
 RETURNS TABLE(key text, wait_ms integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select b.key, greatest(1, ceil(1000 * extract(epoch from b.ends_at - now()))::integer)
    from public.directory_brakes b join unnest(p_keys, p_tries) as a (key, tries) on a.key = b.key where b.tries >= a.tries and b.ends_at > now()
$function$;

CREATE OR REPLACE FUNCTION public.directory_brake_sweep()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  delete from public.directory_brakes where key in
    (select b.key from public.directory_brakes b where b.ends_at <= now() order by b.ends_at limit 10000 for update skip locked)
$function$;

CREATE OR REPLACE FUNCTION public.directory_brake_take(p_keys text[], p_tries integer[], p_seconds integer[])
 RETURNS TABLE(key text, wait_ms integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_create_pairing_code(p_code_hash text, p_restaurant uuid, p_role text, p_name text, p_station_ids json, p_expires timestamp with time zone, p_replaces uuid DEFAULT NULL::uuid, p_open integer DEFAULT 100)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select from public.directory_restaurants r where r.restaurant_id = p_restaurant for no key update;
  delete from public.directory_pairing_codes where restaurant_id = p_restaurant and (used_at is not null or expires_at <= now() or code_hash in
    (select c.code_hash from public.directory_pairing_codes c where c.restaurant_id = p_restaurant and c.used_at is null and c.expires_at > now()
      order by c.expires_at desc, c.code_hash offset greatest(0, p_open - 1)));
  insert into public.directory_pairing_codes (code_hash, restaurant_id, role, name, station_ids, expires_at, replaces)
    values (p_code_hash, p_restaurant, p_role, p_name, p_station_ids, p_expires, p_replaces)
$function$;

CREATE OR REPLACE FUNCTION public.directory_create_restaurant(p_restaurant uuid, p_log uuid, p_name text, p_settings json, p_user uuid, p_user_name text, p_email text, p_password_hash text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_credential_fate(p_token_hash text)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select case when c.revoked_at is not null and c.kind = 'device' then 'device_revoked'
              when c.kind = 'user' then 'session_over'
              else 'valid' end
    from public.directory_credentials c where c.token_hash = p_token_hash
$function$;

CREATE OR REPLACE FUNCTION public.directory_due_notifications()
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  one uuid;
begin
  for one in select r.restaurant_id from public.directory_restaurants r loop
    perform set_config('heard.restaurant_id', one::text, true);
    if exists (select 1 from public.notifications n where n.restaurant_id = one and n.due_at <= now()) then return next one; end if;
  end loop;
  perform set_config('heard.restaurant_id', outside, true);
end $function$;

CREATE OR REPLACE FUNCTION public.directory_find_credential(p_token_hash text)
 RETURNS TABLE(restaurant_id uuid, kind text, subject_id uuid, role text, letter text, name text, device_id uuid, station_ids json, expires_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_find_owner(p_email text)
 RETURNS TABLE(restaurant_id uuid, user_id uuid, name text, password_hash text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_find_table(p_token_hash text)
 RETURNS TABLE(restaurant_id uuid, table_id text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select t.restaurant_id, t.table_id from public.directory_table_tokens t where t.token_hash = p_token_hash
$function$;

CREATE OR REPLACE FUNCTION public.directory_letter(n integer)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  letters constant text := 'ABCDEFHJKLMNPQRSTUVXYZ';
  size constant integer := length(letters);
  rest constant integer := (n - size) % (size * size);
begin
  if n < size then return substr(letters, n + 1, 1); end if;
  return substr(letters, rest / size + 1, 1) || substr(letters, rest % size + 1, 1);
end $function$;

CREATE OR REPLACE FUNCTION public.directory_pair_device(p_code_hash text, p_device uuid, p_name text, p_token_hash text, p_expires timestamp with time zone, p_client uuid, p_proofs text[] DEFAULT '{}'::text[])
 RETURNS TABLE(restaurant_id uuid, restaurant_name text, role text, name text, letter text, station_ids json, replaced uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  code public.directory_pairing_codes; house public.restaurants; before uuid; kept text; taken integer; device_name text;
begin
  update public.directory_pairing_codes c set used_at = now()
    where c.code_hash = p_code_hash and c.used_at is null and c.expires_at > now() returning c.* into code;
  if code.code_hash is null then return; end if;
  perform set_config('heard.restaurant_id', code.restaurant_id::text, true);
  perform from public.restaurant_logs l where l.restaurant_id = code.restaurant_id for update;

  select d.device_id, d.letter into before, kept from public.devices d
    where d.restaurant_id = code.restaurant_id and d.role = code.role and (d.device_id = code.replaces or d.device_id in
      (select c.subject_id from public.directory_credentials c where c.restaurant_id = code.restaurant_id and c.kind = 'device' and c.token_hash = any (p_proofs)))
    order by d.device_id = code.replaces desc, d.paired_at desc limit 1;
  if p_client is not null then
    insert into public.sync_clients (restaurant_id, client_id, subject_id) values (code.restaurant_id, p_client, p_device) on conflict do nothing;
  end if;
  select * into house from public.restaurants r where r.restaurant_id = code.restaurant_id for update;

  if before is null or exists (select from public.devices d
    where d.restaurant_id = code.restaurant_id and d.letter = kept and d.device_id <> before and d.revoked_at is null) then
    for n in house.next_letter .. house.next_letter + 505 loop
      taken := n + 1;
      kept := public.directory_letter(n);
      exit when not exists (select from public.devices d where d.restaurant_id = code.restaurant_id and d.letter = kept
        and (d.revoked_at is null or d.revoked_at > now() - interval '1 day'));
    end loop;
    update public.restaurants r set next_letter = taken where r.restaurant_id = code.restaurant_id;
  end if;
  if before is not null then
    update public.devices d set revoked_at = now()
      where d.restaurant_id = code.restaurant_id and d.device_id = before and d.revoked_at is null;
    update public.directory_credentials c set revoked_at = now()
      where c.restaurant_id = code.restaurant_id and c.subject_id = before and c.revoked_at is null;
    update public.sync_clients s set subject_id = p_device
      where s.restaurant_id = code.restaurant_id and s.subject_id = before;
  end if;

  device_name := coalesce(nullif(p_name, ''), code.name, code.role);
  insert into public.devices (restaurant_id, device_id, role, name, letter, station_ids)
    values (code.restaurant_id, p_device, code.role, device_name, kept, code.station_ids);
  insert into public.directory_credentials (token_hash, restaurant_id, kind, subject_id, expires_at)
    values (p_token_hash, code.restaurant_id, 'device', p_device, p_expires);
  return query select code.restaurant_id, house.name, code.role, device_name, kept, code.station_ids, before;
  perform set_config('heard.restaurant_id', outside, true);
end $function$;

CREATE OR REPLACE FUNCTION public.directory_put_table_tokens(p_restaurant uuid, p_table_ids text[], p_token_hashes text[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  delete from public.directory_table_tokens where restaurant_id = p_restaurant and not token_hash = any (p_token_hashes);
  insert into public.directory_table_tokens (token_hash, restaurant_id, table_id)
    select h, p_restaurant, t from unnest(p_table_ids, p_token_hashes) as x (t, h)
    on conflict (token_hash) do nothing
$function$;

CREATE OR REPLACE FUNCTION public.directory_read_heads(p_restaurants uuid[])
 RETURNS TABLE(restaurant_id uuid, head_seq bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_restaurant_ids()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select restaurant_id from public.directory_restaurants order by created_at, restaurant_id $function$;

CREATE OR REPLACE FUNCTION public.directory_revoke_credential(p_token_hash text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  with ended as (update public.directory_credentials set revoked_at = now()
    where token_hash = p_token_hash and revoked_at is null returning 1)
  select exists (select 1 from ended)
$function$;

CREATE OR REPLACE FUNCTION public.directory_revoke_device(p_restaurant uuid, p_device uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_session_used(p_restaurant uuid, p_session uuid)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  update public.directory_credentials set used_at = now()
    where restaurant_id = p_restaurant and subject_id = p_session and kind = 'user' and revoked_at is null
$function$;

CREATE OR REPLACE FUNCTION public.directory_silent_devices(p_roles text[], p_statuses text[], p_silent_ms bigint, p_here_ms bigint)
 RETURNS TABLE(restaurant_id uuid, device_id uuid, name text, last_seen_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  here_since constant timestamptz := now() - p_here_ms * interval '1 millisecond';
  silent_since constant timestamptz := now() - p_silent_ms * interval '1 millisecond';
  one uuid;
begin
  for one in select r.restaurant_id from public.directory_restaurants r loop
    perform set_config('heard.restaurant_id', one::text, true);
    return query select d.restaurant_id, d.device_id, d.name, d.last_seen_at from public.devices d
      where d.restaurant_id = one and d.revoked_at is null and d.role = any (p_roles) and d.last_seen_at > here_since and d.last_seen_at <= silent_since
        and exists (select 1 from public.orders o where o.restaurant_id = one and o.open and o.placed_at > here_since
          and o.status = any (p_statuses) and o.doc ->> 'held' = 'false');
  end loop;
  perform set_config('heard.restaurant_id', outside, true);
end $function$;

CREATE OR REPLACE FUNCTION public.directory_start_session(p_token_hash text, p_restaurant uuid, p_session uuid, p_user uuid, p_expires timestamp with time zone, p_live integer DEFAULT 50, p_ended integer DEFAULT 1000)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_subject_is_active(p_restaurant uuid, p_subject uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select 1 from public.directory_credentials c
    where c.restaurant_id = p_restaurant and c.subject_id = p_subject
      and c.revoked_at is null and (c.expires_at is null or c.expires_at > now()))
$function$;

CREATE OR REPLACE FUNCTION public.directory_subject_is_kept(p_restaurant uuid, p_subject uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (select 1 from public.directory_credentials c
    where c.restaurant_id = p_restaurant and c.subject_id = p_subject and c.revoked_at is null)
$function$;

CREATE OR REPLACE FUNCTION public.directory_sweep_ended(p_restaurant uuid, p_device_ms bigint, p_session_ms bigint, p_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION public.directory_with_open_codes()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ select distinct restaurant_id from public.directory_pairing_codes where used_at is null and expires_at > now() $function$;

grant delete, insert, select, update on device_cursors to heard_app;

grant delete, insert, select, update on devices to heard_app;

grant delete, insert, select, update on dining_tables to heard_app;

grant execute on function directory_brake_give_back(text[]) to heard_app;

grant execute on function directory_brake_look(text[],integer[]) to heard_app;

grant execute on function directory_brake_sweep() to heard_app;

grant execute on function directory_brake_take(text[],integer[],integer[]) to heard_app;

grant execute on function directory_create_pairing_code(text,uuid,text,text,json,timestamp with time zone,uuid,integer) to heard_app;

grant execute on function directory_create_restaurant(uuid,uuid,text,json,uuid,text,text,text) to heard_app;

grant execute on function directory_credential_fate(text) to heard_app;

grant execute on function directory_due_notifications() to heard_app;

grant execute on function directory_find_credential(text) to heard_app;

grant execute on function directory_find_owner(text) to heard_app;

grant execute on function directory_find_table(text) to heard_app;

grant execute on function directory_pair_device(text,uuid,text,text,timestamp with time zone,uuid,text[]) to heard_app;

grant execute on function directory_put_table_tokens(uuid,text[],text[]) to heard_app;

grant execute on function directory_read_heads(uuid[]) to heard_app;

grant execute on function directory_restaurant_ids() to heard_app;

grant execute on function directory_revoke_credential(text) to heard_app;

grant execute on function directory_revoke_device(uuid,uuid) to heard_app;

grant execute on function directory_session_used(uuid,uuid) to heard_app;

grant execute on function directory_silent_devices(text[],text[],bigint,bigint) to heard_app;

grant execute on function directory_start_session(text,uuid,uuid,uuid,timestamp with time zone,integer,integer) to heard_app;

grant execute on function directory_subject_is_active(uuid,uuid) to heard_app;

grant execute on function directory_subject_is_kept(uuid,uuid) to heard_app;

grant execute on function directory_sweep_ended(uuid,bigint,bigint,integer) to heard_app;

grant execute on function directory_with_open_codes() to heard_app;

grant delete, insert, select, update on guest_sessions to heard_app;

grant delete, insert, select, update on idempotency_keys to heard_app;

grant delete, insert, select, update on menus to heard_app;

grant delete, insert, select, update on mutation_results to heard_app;

grant delete, insert, select, update on notifications to heard_app;

grant delete, insert, select, update on number_counters to heard_app;

grant delete, insert, select, update on order_lines to heard_app;

grant delete, insert, select, update on orders to heard_app;

grant delete, insert, select, update (delivered_at), update (delivered_via) on pending_events to heard_app;

grant delete, insert, select, update on push_subscriptions to heard_app;

grant delete, insert, select, update on restaurant_logs to heard_app;

grant delete, insert, select, update on restaurants to heard_app;

grant delete, insert, select, update on sync_clients to heard_app;

grant delete, insert, select, update on users to heard_app;
