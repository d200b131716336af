import { z } from "zod/mini";
import { integer } from "#shared/kernel/schema.ts";

/** What a refused push says beside its sentence. */
export const pushConflict = z.object({
  code: z.enum(["out_of_order", "id_reused", "client_taken", "needs_update"]),
  /** With `out_of_order`: the id the server takes next. */
  expected: z.optional(integer(1, Number.MAX_SAFE_INTEGER)),
  /** With `id_reused`: which id was used for something else. */
  mutationId: z.optional(integer(1, Number.MAX_SAFE_INTEGER)),
  /**
   * With `client_taken`: where the log ends, so that the device knows which answers under that
   * client are of a log that is gone.
   */
  head: z.optional(integer(0, Number.MAX_SAFE_INTEGER)),
  /** With `needs_update`: the oldest protocol that is still spoken. */
  minimum: z.optional(integer(0, 1_000)),
});
export type PushConflict = z.infer<typeof pushConflict>;
