-- What belongs to a restaurant. Every tenant table's primary key and every unique key starts with restaurant_id: row-level security stays
-- one line per table, and the schema can be distributed by that column later.

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
