import type { DeviceRow } from "#shared/api/devices.ts";
import type { Tx } from "../db/database.ts";

/** The paired devices, oldest first, each with its last proof of life and what it is behind by. */
export async function listDevices(tx: Tx): Promise<DeviceRow[]> {
  const { rows } = await tx.query<Omit<DeviceRow, "lastSeenAt"> & { lastSeenAt: Date }>(
    `select d.device_id as "deviceId", d.name, d.role, d.station_ids as "stationIds", d.last_seen_at as "lastSeenAt",
       coalesce(k.acked_seq, 0) as "ackedSeq", greatest(l.head_seq - coalesce(k.acked_seq, 0), 0) as behind, d.app_version as "appVersion"
     from devices d
     join restaurant_logs l on l.restaurant_id = d.restaurant_id
     left join device_cursors k on k.restaurant_id = d.restaurant_id and k.device_id = d.device_id
     where d.revoked_at is null order by d.paired_at, d.device_id`,
  );
  return rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt.toISOString() }));
}
