import { z } from "zod/mini";
import { integer } from "#shared/kernel/schema.ts";
import { applied } from "../decision.ts";
import { SERVER_ONLY } from "../role-groups.ts";
import { command } from "./definition.ts";

/** Somebody tries pairing codes. */
export const codesGuessed = command({
  name: "codes.guessed",
  args: z.strictObject({ count: integer(1, 1_000_000) }),
  may: SERVER_ONLY,
  isPushed: false,
  decide: (_turn, args) =>
    applied({
      type: "restaurant_notification",
      entityId: "pairing-codes",
      data: { kind: "codes_guessed", ...args },
    }),
});
