import { z } from "zod/mini";
import { event } from "./definition.ts";

/** A refusal of what a device asked has its place in the log like any outcome (SYN-7). */
export const mutationRejected = event({
  type: "mutation_rejected",
  v: 1,
  data: z.object({
    name: z.string(),
    code: z.string(),
    detail: z.string(),
    orderId: z.nullable(z.string()),
  }),
});
