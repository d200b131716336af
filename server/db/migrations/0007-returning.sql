-- A device that comes back is its client from then on, also where the server has never heard of that client: what the device sent before it was shut out
-- may still be on its way, and would land under the device it was, so that the server would call its own client somebody else's and carry everything out
-- twice. The client before the restaurant, as the writer locks them; the rest is as in 0006.
create or replace function directory_pair_device(p_code_hash text, p_device uuid, p_name text, p_token_hash text, p_expires timestamptz, p_client uuid)
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
  if p_client is not null then
    insert into public.sync_clients (restaurant_id, client_id, subject_id) values (code.restaurant_id, p_client, p_device) on conflict do nothing;
    perform from public.sync_clients s where s.restaurant_id = code.restaurant_id and s.client_id = p_client for update;
  end if;
  select * into house from public.restaurants r where r.restaurant_id = code.restaurant_id for update;

  if p_client is not null then
    select d.device_id, d.letter into before, kept from public.sync_clients s
      join public.devices d on d.restaurant_id = s.restaurant_id and d.device_id = s.subject_id
      where s.restaurant_id = code.restaurant_id and s.client_id = p_client;
  end if;
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
