import { randomUUIDv7 } from "node:crypto";
import { gather } from "#shared/kernel/gather.ts";
import type { Args, MutationName } from "#shared/orders/command.ts";
import { MAX_MUTATIONS, PROTOCOL } from "#shared/sync/messages/protocol.ts";
import type { Mutation, MutationResult, PushAnswer } from "#shared/sync/messages/push.ts";
import { ask, type Api } from "./api.ts";

/**
 * A device as the protocol sees it: mutations with ids 1, 2, 3 …, one push at a time, sent again
 * under the same ids until answered.
 */
export type ProtocolDevice = {
  /** Resolves when the server has applied it (or had before); rejects with the refusal. */
  act<N extends MutationName>(name: N, args: Args<N>): Promise<void>;
};

export function createProtocolDevice(api: Api): ProtocolDevice {
  const clientId = randomUUIDv7();
  let nextId = 1;
  const push = gather({
    most: MAX_MUTATIONS,
    carryOut: async (
      mutations: readonly Mutation[],
    ): Promise<readonly (MutationResult | undefined)[]> => {
      const { results } = await ask<PushAnswer>(api, "/api/sync/push", {
        method: "POST",
        body: { protocol: PROTOCOL, clientId, mutations },
      });
      return mutations.map((_, index) => results[index]);
    },
  });
  return {
    async act(name, args) {
      const mutation = {
        id: nextId,
        name,
        args: { ...args },
        occurredAt: new Date().toISOString(),
      };
      nextId += 1;
      const result = await push(mutation);
      if (result?.id !== mutation.id) throw new Error(`no result for mutation ${mutation.id}`);
      if (result.status === "rejected")
        throw new Error(`${name} was refused: ${result.code} ${result.detail ?? ""}`);
    },
  };
}
