-- Has nobody ended this subject: signed out, unpaired, revoked? A session that merely ran out is kept: its phone goes on being told, because nothing tells
-- a phone in a pocket that it will not be.
create function directory_subject_is_kept(p_restaurant uuid, p_subject uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select exists (select 1 from public.directory_credentials c
    where c.restaurant_id = p_restaurant and c.subject_id = p_subject and c.revoked_at is null)
$$;

revoke all on function directory_subject_is_kept(uuid, uuid) from public;
