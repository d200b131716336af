-- Telling an owner's phone. A notification is written in the transaction that appends its event, once for each phone that wants it, and is gone
-- once it was sent or is too old: a crash in between loses nothing.

-- One browser is one session or one paired device, and has one subscription.
create table push_subscriptions (
  restaurant_id uuid not null,
  subject_id    uuid not null,
  endpoint      text not null,
  p256dh        text not null,
  auth          text not null,
  created_at    timestamptz not null default now(),
  primary key (restaurant_id, subject_id)
);

create table notifications (
  restaurant_id uuid not null,
  event_id      uuid not null,
  subject_id    uuid not null,
  body          text not null,
  created_at    timestamptz not null,
  due_at        timestamptz not null default now(),
  attempts      integer not null default 0,
  primary key (restaurant_id, event_id, subject_id)
) with (fillfactor = 70);
create index notifications_due on notifications (restaurant_id, due_at);
comment on column notifications.body is 'the event''s JSON text';
comment on column notifications.due_at is 'not to be sent before: moved on by whoever is sending it, so that another server takes it over when that one dies';

do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['push_subscriptions', 'notifications']
  loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format('create policy tenant on %I using (restaurant_id = nullif(current_setting(''heard.restaurant_id'', true), '''')::uuid)
      with check (restaurant_id = nullif(current_setting(''heard.restaurant_id'', true), '''')::uuid)', tenant_table);
  end loop;
end $$;

-- The restaurants with something to send, for the sweep that finds what a dead server left behind.
create function directory_due_notifications() returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  outside constant text := coalesce(current_setting('heard.restaurant_id', true), '');
  one uuid;
begin
  for one in select r.restaurant_id from public.directory_restaurants r loop
    perform set_config('heard.restaurant_id', one::text, true);
    if exists (select 1 from public.notifications n where n.restaurant_id = one and n.due_at <= now()) then return next one; end if;
  end loop;
  perform set_config('heard.restaurant_id', outside, true);
end $$;

-- Devices of these roles that were here within `p_here_ms` and have not been heard of for `p_silent_ms`, where an order of these statuses waits.
create function directory_silent_devices(p_roles text[], p_statuses text[], p_silent_ms bigint, p_here_ms bigint)
returns table (restaurant_id uuid, device_id uuid, name text, last_seen_at timestamptz)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
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
end $$;

revoke all on function directory_due_notifications() from public;
revoke all on function directory_silent_devices(text[], text[], bigint, bigint) from public;
