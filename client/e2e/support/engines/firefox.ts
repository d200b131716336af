import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engines } from "../../../../server/launch/engines.mjs";
import type { EnginePage } from "./engine.ts";
import { run } from "./process.ts";

type Value = { readonly type: string; readonly value?: unknown };
type Evaluated =
  | { readonly type: "success"; readonly result: Value & { readonly sharedId?: string } }
  | { readonly type: "exception"; readonly exceptionDetails: { readonly text: string } };

/** Firefox without its windows, by WebDriver BiDi: one socket, questions and answers in JSON. */
export async function startFirefox({
  program,
}: NonNullable<Engines["firefox"]>): Promise<EnginePage> {
  const profile = mkdtempSync(join(tmpdir(), "heard-firefox-"));
  const running = await run(
    program,
    [
      "--headless",
      "--no-remote",
      "--profile",
      profile,
      "--remote-debugging-port=0",
      "--width=1280",
      "--height=900",
    ],
    /WebDriver BiDi listening on (ws:\S+)/,
  );
  const end = async () => {
    await running.end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    return await session(await ask(`${running.said}/session`), end);
  } catch (error) {
    await end();
    throw error;
  }
}

type Ask = <T>(method: string, params: object) => Promise<T>;

async function session(send: Ask, end: () => Promise<void>): Promise<EnginePage> {
  const { capabilities } = await send<{ capabilities: { browserVersion: string } }>("session.new", {
    capabilities: {},
  });
  const { contexts } = await send<{ contexts: { context: string }[] }>(
    "browsingContext.getTree",
    {},
  );
  const context = contexts[0]?.context ?? "";
  const evaluate = async (expression: string) => {
    const answer = await send<Evaluated>("script.evaluate", {
      expression,
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result;
  };
  return {
    version: `Firefox ${capabilities.browserVersion}`,
    open: (url) => send("browsingContext.navigate", { context, url, wait: "complete" }),
    reload: () => send("browsingContext.reload", { context, wait: "complete" }),
    // As JSON: BiDi has a language of its own for values.
    look: async <T>(expression: string) =>
      JSON.parse(
        String(
          (
            await evaluate(
              `Promise.resolve(${expression}).then((value) => JSON.stringify(value ?? null))`,
            )
          ).value,
        ),
      ) as T,
    async click(element) {
      const { sharedId } = await evaluate(
        `(() => { const found = document.querySelector(${JSON.stringify(element)}); found?.scrollIntoView({ block: "nearest" }); return found; })()`,
      );
      if (sharedId === undefined) throw new Error(`there is no ${element}`);
      const move = {
        type: "pointerMove",
        x: 0,
        y: 0,
        origin: { type: "element", element: { sharedId } },
      };
      await send("input.performActions", {
        context,
        actions: [
          {
            type: "pointer",
            id: "hand",
            actions: [move, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }],
          },
        ],
      });
    },
    picture: async (path) =>
      writeFileSync(
        path,
        Buffer.from(
          (await send<{ data: string }>("browsingContext.captureScreenshot", { context })).data,
          "base64",
        ),
      ),
    end,
  };
}

/** A socket on which every command has its answer, by its number. */
async function ask(url: string): Promise<Ask> {
  const socket = new WebSocket(url);
  const waiting = new Map<
    number,
    (answer: { type: string; result?: unknown; error?: string; message?: string }) => void
  >();
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const answer = JSON.parse(String(data)) as { id?: number; type: string };
    if (answer.id === undefined) return;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  await new Promise((open, failed) => {
    socket.addEventListener("open", open);
    socket.addEventListener("error", () => failed(new Error(`${url} cannot be spoken to`)));
  });
  return <T>(method: string, params: object) =>
    new Promise<T>((done, failed) => {
      const id = ++last;
      waiting.set(id, (answer) =>
        answer.type === "success"
          ? done(answer.result as T)
          : failed(new Error(`${method}: ${answer.error ?? ""} ${answer.message ?? ""}`)),
      );
      socket.send(JSON.stringify({ id, method, params }));
    });
}
