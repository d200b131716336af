/** Which unheard orders wait for nothing but stations that no kitchen screen shows (ORD-36). */
import type { Settings } from "#shared/restaurant/settings.ts";
import { unseenLines, type Order } from "./order.ts";

/**
 * The stations at which an order waits to be seen, where no screen shows any of them; none where
 * somebody may still see some of it.
 */
export function unscreenedOf(
  order: Order,
  { unscreened = [] }: Pick<Settings, "unscreened">,
): readonly string[] {
  if (unscreened.length === 0) return [];
  const waitsAt = [...new Set(unseenLines(order).map(({ stationId }) => stationId))];
  return waitsAt.every((id) => unscreened.includes(id)) ? waitsAt : [];
}
