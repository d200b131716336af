-- What time alone can make due is watched by a column of its own, so that watching does not read every open order again and again.

alter table orders add column waits_for text check (waits_for in ('release', 'acceptance', 'screen'));
comment on column orders.waits_for is 'what time alone can make due of this order; written with every change, by waitsFor in shared/kitchen/overdue.ts';

-- The same sentence as there, for the orders that are here already. Whoever migrates may be an ordinary owner, who would see none of them.
alter table orders no force row level security;
update orders set waits_for = case
  when (doc ->> 'held')::boolean and doc ->> 'promisedAt' is not null then 'release'
  when status = 'pending' then 'acceptance'
  when not (doc ->> 'held')::boolean and exists (
    select from json_array_elements(doc -> 'lines') as line
    where (line ->> 'fired')::boolean and line ->> 'status' in ('queued', 'preparing') and line ->> 'shownAt' is null) then 'screen'
  end
where open;
alter table orders force row level security;

create index orders_watched on orders (restaurant_id, placed_at) where waits_for is not null;
-- What the house itself completes (ORD-26).
create index orders_finished on orders (restaurant_id, updated_at) where open and status in ('served', 'ready');
