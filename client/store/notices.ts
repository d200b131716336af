import type { Notice } from "#shared/sync/device/shell/ports.ts";
import { type Database, type NoticeRow, write } from "./database.ts";

/** Keeps a notice until it is dismissed; the same one again changes nothing (SYN-20). */
export async function addNotice(db: Database, notice: Notice): Promise<void> {
  await write(db, [db.notices], async () => {
    if ((await db.notices.get(notice.id)) === undefined)
      await db.notices.put({ ...notice, dismissed: false });
  });
}

/** What the person has not dismissed yet, oldest first. */
export async function openNotices(db: Database): Promise<NoticeRow[]> {
  const rows = await db.notices.toArray();
  return rows.filter((row) => !row.dismissed).sort((a, b) => a.at - b.at);
}

export async function dismissNotice(db: Database, id: string): Promise<void> {
  await write(db, [db.notices], () => db.notices.update(id, { dismissed: true }));
}
