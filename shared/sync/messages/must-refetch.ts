import { z } from "zod/mini";
import { logHeadSchema } from "./cursor.ts";

/**
 * The cursor cannot be served: another log or epoch, another event at its place, trimmed past it,
 * or ahead of the head.
 */
export const mustRefetch = z.extend(logHeadSchema, { code: z.literal("must_refetch") });
export type MustRefetch = z.infer<typeof mustRefetch>;
