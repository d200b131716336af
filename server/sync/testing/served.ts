import { freshDatabase } from "../../testing/postgres.ts";
import { makeHouse, mutation, pair, push, type Paired, type StoredHouse } from "./house.ts";
import { startProcess, type Process } from "./process.ts";

/** A server process on a database of its own, asked over the network. */
export type Served = {
  readonly server: Process;
  readonly adminUrl: string;
  newHouse(): Promise<ServedHouse>;
  close(): Promise<void>;
};

/** A house and a tablet in its kitchen, which asks. */
export type ServedHouse = {
  readonly house: StoredHouse;
  readonly tablet: Paired;
  /** Another asks with its own `token`. */
  readonly ask: (method: string, path: string, asked?: Asked) => Promise<Answered>;
  /** Pushes what the tablet did. */
  readonly send: (
    clientId: string,
    ...mutations: Parameters<typeof mutation>[]
  ) => Promise<Answered>;
};

export type Answered = { readonly status: number; readonly body: Record<string, unknown> };

type Asked = { token?: string; body?: unknown; headers?: Record<string, string> };

export async function serve(): Promise<Served> {
  const fresh = await freshDatabase();
  const server = await startProcess(fresh.adminUrl, fresh.role);
  return {
    server,
    adminUrl: fresh.adminUrl,
    async newHouse() {
      const house = await makeHouse(server.directory, server.sync.writer);
      const tablet = await pair(server.directory, house.restaurantId, "kitchen");
      const ask: ServedHouse["ask"] = (method, path, asked = {}) =>
        askServer(`${server.url}${path}`, method, { token: tablet.token, ...asked });
      return {
        house,
        tablet,
        ask,
        send: (clientId, ...mutations) =>
          ask("POST", "/api/sync/push", {
            body: push(tablet.actor, clientId, ...mutations.map((it) => mutation(...it))).push,
          }),
      };
    },
    async close() {
      await server.close();
      await fresh.drop();
    },
  };
}

async function askServer(
  url: string,
  method: string,
  { token, body, headers = {} }: Asked & { token: string },
): Promise<Answered> {
  const response = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}
