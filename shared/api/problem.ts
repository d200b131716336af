import { z } from "zod/mini";

/**
 * Every code that the server answers with; what each means is in `server/http/problem.ts` and, for
 * people, among the words.
 */
export const PROBLEM_CODES = [
  "malformed_json",
  "bad_text",
  "bad_key",
  "too_deep",
  "invalid",
  "idempotency_key_required",
  "unauthenticated",
  "bad_credentials",
  "device_revoked",
  "session_expired",
  "bad_setup_token",
  "forbidden",
  "other_station",
  "cross_site",
  "not_found",
  "code_unknown",
  "table_unknown",
  "method_not_allowed",
  "not_acceptable",
  "email_taken",
  "id_reused",
  "key_reused",
  "client_taken",
  "illegal_transition",
  "order_cancelled",
  "order_closed",
  "line_voided",
  "line_id_taken",
  "too_many_lines",
  "item_unavailable",
  "bad_modifiers",
  "bad_settings",
  "menu_changed",
  "unknown_order",
  "unknown_line",
  "unknown_item",
  "unknown_table",
  "unknown_mutation",
  "out_of_order",
  "must_refetch",
  "too_large",
  "too_slow",
  "expectation_failed",
  "headers_too_large",
  "unsupported_media_type",
  "needs_update",
  "too_many_requests",
  "internal",
  "push_service_unknown",
  "unavailable",
  "too_many_orders",
  "ordering_closed",
  "ordering_paused",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** `application/problem+json`, as far as a client looks at it. */
export const problemSchema = z.looseObject({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  issues: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
});
export type ProblemBody = z.infer<typeof problemSchema>;
