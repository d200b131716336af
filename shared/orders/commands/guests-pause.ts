import { z } from "zod/mini";
import { isoTime } from "#shared/kernel/schema.ts";
import { applied, rejected } from "../decision.ts";
import { PASS } from "../role-groups.ts";
import { command } from "./definition.ts";
import { guestOrderingChanged } from "./guest-ordering-changed.ts";

/** ORD-52. `until` left out: until somebody resumes. */
export const guestsPause = command({
  name: "guests.pause",
  args: z.strictObject({ until: z.optional(isoTime) }),
  may: PASS,
  isPushed: false,
  decide({ settings, occurredAt }, { until }) {
    if (until !== undefined && until <= occurredAt)
      return rejected("bad_settings", "That time is over.");
    return applied(
      guestOrderingChanged(settings, { pause: { since: occurredAt, until: until ?? null } }),
    );
  },
});
