import type { ProblemCode } from "#shared/api/problem.ts";
import type { RejectionCode } from "#shared/orders/decision.ts";

/**
 * What this device itself refuses with: a store's failures, and a server that was not reached or
 * was not ours.
 */
type DeviceCode = "full" | "lost" | "newer" | "denied" | "storage_lost" | "no-contact" | "nonsense";

/**
 * Why something was not done, by its code: those of the restaurant's rules, of the server's answers
 * and of this device itself. What the server says beside a code is English and for whoever writes
 * programs; here is what a person in a hurry needs. The same type rules as in `english.ts`.
 */
export const refusalEnglish: Record<RejectionCode | ProblemCode | DeviceCode, string> = {
  // The restaurant's rules.
  unknown_order: "That order is not known here any more.",
  unknown_line: "That dish is not in the order any more.",
  unknown_item: "That dish is not on the menu any more.",
  unknown_table: "That table is not there any more.",
  item_unavailable: "A dish in it has run out.",
  bad_modifiers: "The choices do not fit the dish any more: choose again.",
  line_id_taken: "A dish in it was already sent with another order.",
  order_cancelled: "The order was cancelled meanwhile.",
  order_closed: "The order is already finished.",
  line_voided: "That dish was voided meanwhile.",
  illegal_transition: "The order has gone on meanwhile, and this is no longer possible.",
  too_many_orders:
    "The restaurant has as many orders waiting from here as it takes at once. Try again in a few minutes, or order with the staff.",
  ordering_closed: "Ordering by phone is closed at this table. Please order with the staff.",
  ordering_paused:
    "The restaurant takes no orders from phones right now. Please order with the staff.",
  too_many_lines: "The order is full: start another one for the rest.",
  bad_settings: "These settings do not fit together.",
  menu_changed: "Somebody changed the menu meanwhile. Look at it again before you save.",
  forbidden: "This device is not allowed to do that.",
  other_station:
    "That belongs to another station, and this screen is not for it: its own screen has it.",
  id_reused: "Something else was already sent in its place.",
  key_reused: "Something else was already sent in its place.",
  invalid: "The server did not take this as it stands.",
  unknown_mutation: "The server does not know this action: reload this screen.",
  // The server's answers.
  malformed_json: "The server could not read this: reload this screen.",
  bad_text: "The text has characters that cannot be kept: write it again.",
  bad_key: "The server did not take this as it stands.",
  too_deep: "The server did not take this as it stands.",
  too_large: "That is too much at once. Do it in two parts. Nothing was changed.",
  too_slow: "The connection is too slow right now. Try again.",
  headers_too_large: "The server did not take this: reload this screen.",
  idempotency_key_required: "The server did not take this: reload this screen.",
  unsupported_media_type: "The server did not take this: reload this screen.",
  expectation_failed: "The server did not take this: reload this screen.",
  not_acceptable: "The server did not take this: reload this screen.",
  method_not_allowed: "The server does not know this: reload this screen.",
  out_of_order: "The server missed something from this device. It is sent again by itself.",
  must_refetch: "The server asks this device to fetch everything anew. It does so by itself.",
  client_taken: "This device is known under another name: pair it again.",
  unauthenticated: "The server does not know this device any more: sign in or pair it again.",
  device_revoked: "This device was unpaired. Ask the owner for a new code.",
  session_expired: "You were signed out. Sign in again.",
  bad_credentials: "E-mail or password is not right.",
  bad_setup_token: "The setup token is not right.",
  cross_site:
    "This page was opened in a way that the server does not trust: open Heard from its own address.",
  not_found: "That is not there any more.",
  code_unknown: "This code does not work. Ask the owner for a new one.",
  table_unknown: "This link does not work any more. Scan the code on the table again.",
  email_taken: "Somebody signs in with this e-mail address already.",
  needs_update:
    "This screen and the server run different versions of Heard: reload this screen; if it stays, the server has to be updated.",
  too_many_requests: "Too many tries. Wait a minute, then try again.",
  push_service_unknown: "The server does not send to this browser's push service.",
  internal: "The server made a mistake. Try again; if it stays, tell whoever looks after it.",
  unavailable: "The server cannot do that right now. Try again in a moment.",
  // This device.
  full: "This device has no room left: free some space, then try again. Nothing was changed.",
  lost: "This device's storage did not answer. Nothing was changed: try again.",
  newer: "Another tab has a newer version of Heard: reload this one. Nothing was changed.",
  storage_lost:
    "This browser lost what the device had stored. What was not sent yet may be missing: compare with the open orders.",
  denied:
    "This browser keeps nothing for Heard: allow site data, or leave the private window. Nothing was changed.",
  "no-contact": "The server did not answer: try again when this device is connected.",
  nonsense: "The answer was not our server's: does this network ask for a login?",
};

export type RefusalWords = typeof refusalEnglish;
export type RefusalCode = keyof RefusalWords;
