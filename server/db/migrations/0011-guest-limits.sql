-- What guests order by themselves is counted where it is decided (ORD-50), and what was told of an order is written down with it: an alarm may not be
-- forgotten because somebody else's orders came after it.

alter table orders
  add column untold_since timestamptz,
  add column guest text check (guest in ('waiting', 'working', 'over')),
  add column guest_session text,
  add column guest_lines integer,
  add column guest_pieces numeric;
comment on column orders.untold_since is 'the first moment that an alarm counts from and nobody was told of; written with every change by untoldSince in shared/kitchen/overdue.ts, and moved on by the watch';
comment on column orders.guest is 'null: of staff; else by standingOf in shared/orders/guest-load.ts';

-- The same sentences as there, for the orders that are here already. Whoever migrates may be an ordinary owner, who would see none of them.
alter table orders no force row level security;
update orders set untold_since = placed_at where waits_for in ('acceptance', 'screen');
update orders set
  guest = case status when 'pending' then 'waiting' when 'submitted' then 'waiting' when 'preparing' then 'working' else 'over' end,
  guest_lines = (select count(*) from json_array_elements(doc -> 'lines') as line where line ->> 'status' <> 'cancelled'),
  guest_pieces = (select coalesce(sum((line ->> 'quantity')::numeric), 0) from json_array_elements(doc -> 'lines') as line where line ->> 'status' <> 'cancelled')
where doc -> 'source' ->> 'kind' = 'guest' and (open or placed_at > now() - interval '1 hour');
alter table orders force row level security;

drop index orders_watched;
create index orders_held on orders (restaurant_id) where waits_for = 'release';
create index orders_untold on orders (restaurant_id, untold_since) where untold_since is not null;
create index orders_guests_unfinished on orders (restaurant_id, table_id, placed_at) where guest in ('waiting', 'working');
create index orders_guests_waiting on orders (restaurant_id, table_id, placed_at) where guest = 'waiting';
create index orders_guests_placed on orders (restaurant_id, table_id, placed_at) where guest is not null;

-- One phone at a table, by the hash of what its cookie holds.
create table guest_sessions (
  restaurant_id uuid not null,
  token_hash    text not null,
  session_id    uuid not null,
  table_id      text not null,
  code_hash     text not null,
  opened_at     timestamptz not null default now(),
  used_at       timestamptz not null default now(),
  closed_at     timestamptz,
  primary key (restaurant_id, token_hash)
) with (fillfactor = 70);
create index guest_sessions_of_table on guest_sessions (restaurant_id, table_id, used_at);
comment on column guest_sessions.session_id is 'what its orders carry: it proves nothing';
comment on column guest_sessions.code_hash is 'the hash of the printed code that opened it: void with it';

alter table guest_sessions enable row level security;
alter table guest_sessions force row level security;
create policy tenant on guest_sessions using (coalesce(restaurant_id = any ((select string_to_array(current_setting('heard.restaurant_id', true), ',')::uuid[])::uuid[]), false))
  with check (coalesce(restaurant_id = any ((select string_to_array(current_setting('heard.restaurant_id', true), ',')::uuid[])::uuid[]), false));
