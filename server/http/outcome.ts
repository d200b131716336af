import type { Answer, Outcome } from "#shared/sync/sequencer-port.ts";
import type { Order } from "#shared/orders/order.ts";
import { SECOND } from "#shared/kernel/time.ts";
import { REJECTIONS, type RejectionCode } from "#shared/orders/decision.ts";
import { Problem } from "./problem.ts";

/**
 * What a command came to. Throws a Problem for refusals and conflicts; "no effect" is a success, it
 * is so already.
 */
export function decided(outcome: Outcome): {
  readonly answer: Answer;
  readonly order: Order | null;
} {
  switch (outcome.kind) {
    case "decided":
      if (outcome.answer.status === "rejected") throw refusal(outcome.answer);
      return { answer: outcome.answer, order: outcome.order };
    case "key_reused":
      throw new Problem(
        "key_reused",
        "This Idempotency-Key was used for another request. Take a new one.",
      );
    case "pushed":
    case "out_of_order":
    case "id_reused":
    case "client_taken":
      throw new Error(`a command cannot end as ${outcome.kind}`);
  }
}

function refusal({ code, detail, waitMs }: Answer): Problem {
  if (code === undefined || !isRejection(code))
    throw new Error(`a refusal without a documented code: ${code ?? "none"}`);
  const headers =
    waitMs === undefined
      ? {}
      : { headers: { "Retry-After": String(Math.max(1, Math.ceil(waitMs / SECOND))) } };
  return new Problem(code, detail ?? "The restaurant's rules refuse this.", headers);
}

function isRejection(code: string): code is RejectionCode {
  return (REJECTIONS as readonly string[]).includes(code);
}
