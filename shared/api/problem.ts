import { z } from "zod/mini";

/** `application/problem+json`, as far as a client looks at it. */
export const problemSchema = z.looseObject({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type Problem = z.infer<typeof problemSchema>;
