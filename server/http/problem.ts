/**
 * Everything a caller can be told went wrong: one closed table, served by `GET /api/problems`, so
 * that a program may switch on `code` and a person may look it up. `detail` says what happened this
 * time; `code` never changes meaning.
 */

import type { ProblemCode } from "#shared/api/problem.ts";

export type Issue = { readonly path: string; readonly message: string };

/** `status` is the HTTP status, `title` what the code means in general. */
export const PROBLEMS = {
  malformed_json: { status: 400, title: "The body is not JSON in UTF-8." },
  bad_text: { status: 400, title: "A text holds U+0000 or half a surrogate pair." },
  bad_key: {
    status: 400,
    title: "A body may not hold keys that name parts of JavaScript objects.",
  },
  too_deep: { status: 400, title: "The body is nested too deeply." },
  invalid: {
    status: 400,
    title: "The body, a parameter or a header does not have the documented shape.",
  },
  idempotency_key_required: { status: 400, title: "This call needs an Idempotency-Key header." },
  unauthenticated: { status: 401, title: "No token, or one that is not known." },
  bad_credentials: {
    status: 401,
    title: "The e-mail address and password do not belong together.",
  },
  device_revoked: { status: 401, title: "This device was unpaired; pair it again to go on." },
  session_expired: { status: 401, title: "The session is over; sign in again." },
  bad_setup_token: { status: 401, title: "The setup token is missing or wrong." },
  forbidden: { status: 403, title: "This role may not do that." },
  other_station: { status: 403, title: "The device is bound to other stations." },
  cross_site: { status: 403, title: "A cookie permits changes only from this site's own pages." },
  not_found: { status: 404, title: "There is nothing here, or it belongs to somebody else." },
  code_unknown: {
    status: 404,
    title: "The pairing code is unknown, used or older than ten minutes.",
  },
  table_unknown: { status: 404, title: "The table's code is unknown or was replaced." },
  method_not_allowed: { status: 405, title: "This address does not take that method." },
  not_acceptable: { status: 406, title: "This address cannot answer in the wanted form." },
  email_taken: { status: 409, title: "An account with this e-mail address exists." },
  id_reused: { status: 409, title: "The id was already used for something else." },
  key_reused: { status: 409, title: "The Idempotency-Key was already used for another request." },
  client_taken: { status: 409, title: "The client id belongs to another device." },
  illegal_transition: { status: 409, title: "The lifecycle does not allow this step." },
  order_cancelled: { status: 409, title: "The order was cancelled." },
  order_closed: { status: 409, title: "The order is finished and no longer changes." },
  line_voided: { status: 409, title: "The line was voided." },
  line_id_taken: { status: 409, title: "A line id belongs to another order." },
  too_many_lines: { status: 409, title: "The order has as many lines as an order may have." },
  item_unavailable: { status: 409, title: "Something that was ordered is off the menu now." },
  bad_modifiers: { status: 409, title: "The chosen modifiers are not what the dish allows." },
  bad_settings: { status: 409, title: "The settings do not fit together." },
  menu_changed: { status: 412, title: "The menu is another one than If-Match says." },
  unknown_order: { status: 404, title: "There is no such order here." },
  unknown_line: { status: 404, title: "There is no such line here." },
  unknown_item: { status: 404, title: "There is no such dish on this menu." },
  unknown_table: { status: 404, title: "There is no such table here." },
  unknown_mutation: { status: 400, title: "There is no mutation of that name." },
  out_of_order: { status: 409, title: "The mutation's id is not the next one." },
  must_refetch: { status: 409, title: "The cursor cannot be served: take a new snapshot." },
  too_large: { status: 413, title: "The body is too large." },
  too_slow: { status: 408, title: "The request took too long to arrive." },
  expectation_failed: { status: 417, title: "What the Expect header wants is not done here." },
  headers_too_large: { status: 431, title: "The address and the headers are too large." },
  unsupported_media_type: { status: 415, title: "Send JSON: Content-Type: application/json." },
  needs_update: {
    status: 426,
    title: "This program and this server speak different versions of the protocol.",
  },
  too_many_requests: { status: 429, title: "Too many requests from this address; wait a little." },
  internal: { status: 500, title: "The server made a mistake. It was logged." },
  push_service_unknown: {
    status: 400,
    title: "The address is not one of a push service that this server sends to.",
  },
  too_many_orders: {
    status: 429,
    title: "As many guests' orders wait as the restaurant takes at once.",
  },
  ordering_closed: { status: 409, title: "Guests cannot order at this table now." },
  ordering_paused: { status: 409, title: "Guests cannot order now." },
  unavailable: { status: 503, title: "The server cannot answer now; try again." },
} as const satisfies Record<ProblemCode, { readonly status: number; readonly title: string }>;

export type ProblemExtras = {
  readonly issues?: readonly Issue[];
  /** Members besides the standard ones, such as `expected` of `out_of_order`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Thrown by handlers and turned into an answer by `onError`. `detail` is read by people and never
 * holds a secret.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.extras = extras;
  }
}

/** The `application/problem+json` answer for a problem. */
export function problemResponse(problem: Problem): Response {
  const { status } = PROBLEMS[problem.code];
  return new Response(JSON.stringify(problemBody(problem)), {
    status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      ...problem.extras.headers,
    },
  });
}

/** The same as plain data, for answers that are written without Hono. */
export function problemBody(problem: Problem): Record<string, unknown> {
  const { status, title } = PROBLEMS[problem.code];
  return {
    ...problem.extras.members,
    type: `/api/problems#${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    ...(problem.extras.issues === undefined ? {} : { issues: problem.extras.issues }),
  };
}
