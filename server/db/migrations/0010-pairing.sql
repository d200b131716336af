-- Whom a pairing replaces. A client id proves nothing: every device reads the others' in the log's `origin`, and whoever had any code could take the kitchen's
-- place with it. Now a pairing replaces the device that the owner named when the code was made, or the one of the same role whose token, valid or ended, the
-- browser still holds. It takes over all of that device's clients, so that what the browser has not sent, or was not answered, goes on where it was.
-- Anybody else is a new device beside those that are there, and takes a new client where its own belongs to another (SYN-8, SYN-22).
alter table directory_pairing_codes add column replaces uuid;

drop function directory_create_pairing_code(text, uuid, text, text, json, timestamptz);
create function directory_create_pairing_code(p_code_hash text, p_restaurant uuid, p_role text, p_name text, p_station_ids json, p_expires timestamptz, p_replaces uuid default null)
returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  delete from public.directory_pairing_codes where restaurant_id = p_restaurant and expires_at < now() - interval '1 day';
  insert into public.directory_pairing_codes (code_hash, restaurant_id, role, name, station_ids, expires_at, replaces)
    values (p_code_hash, p_restaurant, p_role, p_name, p_station_ids, p_expires, p_replaces)
$$;

-- The restaurant's counter row first: who locks several of its clients must not meet the writer, which locks them in an order of its own.
drop function directory_pair_device(text, uuid, text, text, timestamptz, uuid);
create function directory_pair_device(p_code_hash text, p_device uuid, p_name text, p_token_hash text, p_expires timestamptz, p_client uuid, p_proofs text[] default '{}')
returns table (restaurant_id uuid, restaurant_name text, role text, name text, letter text, station_ids json, replaced uuid)
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
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
end $$;

do $$
declare one record;
begin
  for one in select p.oid::regprocedure as signature from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname in ('directory_create_pairing_code', 'directory_pair_device')
  loop
    execute format('revoke all on function %s from public', one.signature);
  end loop;
end $$;
