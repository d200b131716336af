/** How a test asks. */
export type AskOptions = {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The asking address. */ readonly from?: string;
};

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text. */ readonly body: unknown;
  /** A text inside the JSON, by its path: `0.tableToken`. */ readonly text: (
    path: string,
  ) => string;
};

export type Ask = (method: string, path: string, options?: AskOptions) => Promise<Answered>;

export const JSON_TYPE = { "Content-Type": "application/json" };

/**
 * Asks by whatever can fetch: the app in process, or a server over its socket. Sends JSON (a string
 * goes as it is) and reads the answer, JSON where it says so.
 */
export function asker(
  fetch: (path: string, init: RequestInit) => Response | Promise<Response>,
): Ask {
  return async (method, path, { token, body, headers, from } = {}) => {
    const response = await fetch(path, {
      method,
      headers: {
        ...(body === undefined ? {} : JSON_TYPE),
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        ...(from === undefined ? {} : { "X-Forwarded-For": from }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const read = await readBody(response);
    return {
      status: response.status,
      headers: response.headers,
      body: read,
      text: (at) => textAt(read, at),
    };
  };
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  return response.headers.get("content-type")?.includes("json") === true && text !== ""
    ? JSON.parse(text)
    : text;
}

function textAt(json: unknown, path: string): string {
  let value = json;
  for (const step of path.split(".")) value = (value as Readonly<Record<string, unknown>>)[step];
  if (typeof value !== "string") throw new Error(`no text at ${path} of ${JSON.stringify(json)}`);
  return value;
}
