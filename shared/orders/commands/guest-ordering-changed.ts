import type { GuestOrdering } from "#shared/restaurant/guest-ordering.ts";
import type { Settings } from "#shared/restaurant/settings.ts";
import type { EventDraft } from "../event.ts";

/**
 * What staff said about guests' ordering, as the part of the settings that it is (ORD-51 to
 * ORD-53).
 */
export function guestOrderingChanged(
  settings: Settings,
  change: Partial<GuestOrdering>,
): EventDraft {
  const guestOrdering = { pause: null, tables: {}, ...settings.guestOrdering, ...change };
  return {
    type: "settings_changed",
    entityId: "settings",
    data: { settings: { ...settings, guestOrdering } },
  };
}
