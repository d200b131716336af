/** `POST /api/sync/push`: the body, and what the writer's outcome is to the device. */

import { z } from "zod/mini";
import { MAX_PUSH_BYTES } from "#shared/sync/messages/protocol.ts";
import { pushRequest, type PushAnswer, type PushRequest } from "#shared/sync/messages/push.ts";
import type { Outcome } from "#shared/sync/sequencer-port.ts";
import type { Context } from "hono";
import { checked, readJson } from "../http/body.ts";
import { Problem } from "../http/problem.ts";
import { refuseUnspoken } from "./protocol.ts";

/** A mutation's arguments are at most this deep; what is deeper is nobody's order. */
const PUSH_BODY = { maxBytes: MAX_PUSH_BYTES, maxDepth: 16 } as const;

const anyVersion = z.looseObject({ protocol: z.number() });

/**
 * The push of a request. Throws a Problem; an unspoken protocol is told before its unknown shape is
 * complained about.
 */
export async function readPushRequest(c: Context): Promise<PushRequest> {
  const body = await readJson(c, anyVersion, PUSH_BODY);
  refuseUnspoken(body.protocol);
  return checked(pushRequest, body, "The body");
}

/** The answer to a push. Throws a Problem for the conflicts. */
export function toPushAnswer(outcome: Outcome, serverTime: string): PushAnswer {
  switch (outcome.kind) {
    case "pushed": {
      const { lastMutationId, results, head } = outcome;
      return { lastMutationId, results: [...results], head, serverTime };
    }
    case "out_of_order":
      throw new Problem(
        "out_of_order",
        `The next mutation of this client is ${outcome.expected}.`,
        { members: { expected: outcome.expected } },
      );
    case "id_reused":
      throw new Problem(
        "id_reused",
        `Mutation ${outcome.mutationId} of this client was another one.`,
        { members: { mutationId: outcome.mutationId } },
      );
    case "client_taken":
      throw new Problem(
        "client_taken",
        "This client id belongs to another device. Take a new one.",
        { members: { head: outcome.head } },
      );
    case "decided":
    case "key_reused":
      throw new Error(`a push cannot end as ${outcome.kind}`);
  }
}
