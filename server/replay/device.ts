import { randomUUIDv7 } from "node:crypto";
import type { Args, MutationName } from "#shared/orders/command.ts";
import { MAX_MUTATIONS, PROTOCOL } from "#shared/sync/messages/protocol.ts";
import type { Mutation, MutationResult, PushAnswer } from "#shared/sync/messages/push.ts";
import { ask, type Api } from "./api.ts";

/** A device as the protocol sees it: mutations with ids 1, 2, 3 …, one push at a time, sent again under the same ids until answered. */
export type ProtocolDevice = {
  /** Resolves when the server has applied it (or had before); rejects with the refusal. */
  act<N extends MutationName>(name: N, args: Args<N>): Promise<void>;
};

type Waiting = { readonly mutation: Mutation; readonly done: (result: MutationResult) => void; readonly failed: (error: unknown) => void };

export function createProtocolDevice(api: Api): ProtocolDevice {
  const clientId = randomUUIDv7();
  let nextId = 1;
  let waiting: Waiting[] = [];
  let pushing = false;

  async function pushAll(): Promise<void> {
    if (pushing) return;
    pushing = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_MUTATIONS);
      waiting = waiting.slice(batch.length);
      await push(batch);
    }
    pushing = false;
  }

  async function push(batch: readonly Waiting[]): Promise<void> {
    try {
      const body = { protocol: PROTOCOL, clientId, mutations: batch.map(({ mutation }) => mutation) };
      const { results } = await ask<PushAnswer>(api, "/api/sync/push", { method: "POST", body });
      for (const [index, { mutation, done, failed }] of batch.entries()) {
        const result = results[index];
        if (result?.id === mutation.id) done(result);
        else failed(new Error(`no result for mutation ${mutation.id}`));
      }
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }

  return {
    async act(name, args) {
      const mutation = { id: nextId, name, args: { ...args }, occurredAt: new Date().toISOString() };
      nextId += 1;
      const { promise, resolve: done, reject: failed } = Promise.withResolvers<MutationResult>();
      waiting.push({ mutation, done, failed });
      void pushAll();
      const { status, code, detail } = await promise;
      if (status === "rejected") throw new Error(`${name} was refused: ${code} ${detail ?? ""}`);
    },
  };
}
