import { z } from "zod/mini";
import { canonical } from "#shared/kernel/fingerprint.ts";
import { listOf, slug } from "#shared/kernel/schema.ts";
import { applied, noop } from "../decision.ts";
import { SERVER_ONLY } from "../role-groups.ts";
import { command } from "./definition.ts";

/**
 * All the stations that no kitchen screen shows now; those that had one until now are told
 * (ORD-35).
 */
export const stationsUnscreened = command({
  name: "stations.unscreened",
  args: z.strictObject({ stationIds: listOf(slug, 0, 50) }),
  may: SERVER_ONLY,
  isPushed: false,
  decide({ menu, settings }, { stationIds }) {
    const before = settings.unscreened ?? [];
    const now = menu.stations.filter(({ id }) => stationIds.includes(id));
    if (canonical(before) === canonical(now.map(({ id }) => id))) return noop;
    const changed = {
      type: "settings_changed",
      entityId: "settings",
      data: { settings: { ...settings, unscreened: now.map(({ id }) => id) } },
    } as const;
    const left = now.filter(({ id }) => !before.includes(id)).map(({ id, name }) => ({ id, name }));
    return left.length === 0
      ? applied(changed)
      : applied(changed, {
          type: "restaurant_notification",
          entityId: "stations",
          data: { kind: "stations_unscreened", stations: left },
        });
  },
});
