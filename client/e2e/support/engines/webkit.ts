import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import type { Engines } from "../../../../server/launch/engines.mjs";
import type { EnginePage } from "./engine.ts";
import { freePort, run, type Running } from "./process.ts";

/** WebKit's small browser on a screen of its own, by its driver: plain WebDriver over HTTP. */
export async function startWebKit({
  driver,
  xvfb,
  browser,
}: NonNullable<Engines["webkit"]>): Promise<EnginePage> {
  const running: Running[] = [];
  const end = async () => {
    for (const one of running.reverse()) await one.end();
  };
  try {
    running.push(
      await run(
        xvfb,
        ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        /^(\d+)\n/,
      ),
    );
    const display = `:${running[0]?.said ?? ""}`;
    const port = await freePort();
    // It says nothing when it is ready, so this says it.
    running.push(
      await run(
        "/bin/sh",
        ["-c", `"$0" --port=${port} & echo started; wait`, driver],
        /(started)/,
        { DISPLAY: display, GDK_BACKEND: "x11", LIBGL_ALWAYS_SOFTWARE: "1" },
      ),
    );
    await listening(port);
    return await session(`http://127.0.0.1:${port}`, browser, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function session(
  driver: string,
  binary: string,
  stop: () => Promise<void>,
): Promise<EnginePage> {
  const options = { binary, args: ["--automation", "--geometry=1280x900"] };
  const made = await call<{ sessionId: string; capabilities: { browserVersion: string } }>(
    `${driver}/session`,
    { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } },
  );
  const at = `${driver}/session/${made.sessionId}`;
  return {
    version: `WebKitGTK ${made.capabilities.browserVersion}`,
    open: (url) => call(`${at}/url`, { url }),
    reload: () => call(`${at}/refresh`, {}),
    look: (expression) =>
      call(`${at}/execute/async`, {
        script: `const done = arguments[0]; Promise.resolve(${expression}).then((value) => done(value), (error) => done(String(error)));`,
        args: [],
      }),
    async click(element) {
      const found = await call<Record<string, string>>(`${at}/element`, {
        using: "css selector",
        value: element,
      });
      await call(`${at}/element/${Object.values(found)[0] ?? ""}/click`, {});
    },
    picture: async (path) =>
      writeFileSync(path, Buffer.from(await call<string>(`${at}/screenshot`), "base64")),
    async end() {
      await fetch(at, { method: "DELETE" });
      await stop();
    },
  };
}

/** Without a body it is a question. An error is WebDriver's own sentence. */
async function call<T>(url: string, body?: object): Promise<T> {
  const answer = await fetch(
    url,
    body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  );
  const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${value.error ?? answer.status}: ${value.message ?? ""}`);
  return value;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, "127.0.0.1");
    const open = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("WebKit's driver does not listen");
}
