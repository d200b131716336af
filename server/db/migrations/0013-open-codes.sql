-- Whom to tell that somebody is guessing pairing codes (server/devices/told-guesses.ts).
create function directory_with_open_codes() returns setof uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select distinct restaurant_id from public.directory_pairing_codes where used_at is null and expires_at > now() $$;

revoke all on function directory_with_open_codes() from public;
