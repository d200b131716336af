import { z } from "zod/mini";
import { isoTime, text, uuid } from "#shared/kernel/schema.ts";
import { applied } from "../decision.ts";
import { SERVER_ONLY } from "../role-groups.ts";
import { command } from "./definition.ts";

/** Nothing was heard of a device for a while. */
export const deviceSilent = command({
  name: "device.silent",
  args: z.strictObject({ deviceId: uuid, name: text(60), lastSeenAt: isoTime }),
  may: SERVER_ONLY,
  isPushed: false,
  decide: (_turn, args) =>
    applied({
      type: "restaurant_notification",
      entityId: args.deviceId,
      data: { kind: "device_silent", ...args },
    }),
});
