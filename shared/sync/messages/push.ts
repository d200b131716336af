import { z } from "zod/mini";
import { atMost, integer, isoTime, listOf, seq, uuid } from "#shared/kernel/schema.ts";
import { MAX_MUTATIONS } from "./protocol.ts";

const mutationId = integer(1, Number.MAX_SAFE_INTEGER);

/**
 * One mutation as it travels: its arguments are parsed where it is decided, so that a bad one is
 * refused alone and blocks nobody.
 */
export const mutationSchema = z.strictObject({
  id: mutationId,
  name: z.string().check(atMost(60), z.minLength(1)),
  args: z.record(z.string(), z.unknown()),
  occurredAt: isoTime,
});
export type Mutation = z.infer<typeof mutationSchema>;

/** `POST /api/sync/push`. An empty list asks only where the server stands. */
export const pushRequest = z.strictObject({
  protocol: integer(0, 1_000),
  clientId: uuid,
  mutations: listOf(mutationSchema, 0, MAX_MUTATIONS),
});
export type PushRequest = z.infer<typeof pushRequest>;

export const mutationResult = z.object({
  id: mutationId,
  status: z.enum(["applied", "noop", "rejected"]),
  code: z.optional(z.string()),
  detail: z.optional(z.string()),
  /**
   * The log has the outcome from here on; the device keeps its entry until its cursor reaches it.
   */
  seq,
});
export type MutationResult = z.infer<typeof mutationResult>;

export const pushAnswer = z.object({
  lastMutationId: integer(0, Number.MAX_SAFE_INTEGER),
  results: z.array(mutationResult),
  head: seq,
  serverTime: isoTime,
});
export type PushAnswer = z.infer<typeof pushAnswer>;
