import { z } from "zod/mini";
import { applied, noop } from "../decision.ts";
import { PASS } from "../role-groups.ts";
import { command } from "./definition.ts";
import { guestOrderingChanged } from "./guest-ordering-changed.ts";

/** ORD-52. */
export const guestsResume = command({
  name: "guests.resume",
  args: z.strictObject({}),
  may: PASS,
  isPushed: false,
  decide: ({ settings }) =>
    (settings.guestOrdering?.pause ?? null) === null
      ? noop
      : applied(guestOrderingChanged(settings, { pause: null })),
});
