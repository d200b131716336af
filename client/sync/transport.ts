import { createExchanges } from "#shared/sync/device/shell/exchanges.ts";
import type { Transport } from "#shared/sync/device/shell/ports.ts";
import type { Input } from "#shared/sync/device/ports.ts";
import { askServer } from "../platform/http.ts";
import { debugEvents } from "./debug.ts";
import { openServerStream } from "./stream.ts";

/**
 * This browser's way to the server. `role` chooses among its identities; `version` is the app's.
 */
export function createTransport(
  role: string,
  version: string,
  ask: typeof askServer = askServer,
): Transport {
  const as = { "X-Heard-As": role, "X-Heard-Version": version };
  const seen = (input: Input): Input => {
    if (input.kind === "stream-events") debugEvents(input.events, Date.now());
    if (input.kind === "pulled") debugEvents(input.page.events, Date.now());
    return input;
  };
  const exchanges = createExchanges({
    ask: (path, { headers, ...rest }) => ask(path, { ...rest, headers: { ...headers, ...as } }),
    stream: ({ headers, ...rest }, tell) =>
      openServerStream({ ...rest, headers: { ...headers, ...as } }, (input) => tell(seen(input))),
  });
  return { ...exchanges, pull: async (effect) => seen(await exchanges.pull(effect)) };
}
