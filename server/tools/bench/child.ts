/**
 * Processes of the bench: loads, readers and limits run beside what they measure, never inside it.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

export type Child = {
  readonly pid: number;
  call<T>(name: string, argument?: unknown): Promise<T>;
  end(): Promise<void>;
};

type Question = { readonly id: number; readonly name: string; readonly argument: unknown };
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

const ROOT = resolve(import.meta.dirname, "../../..");

/** Starts a file of this room that calls `answerCalls`. */
export function startChild(file: string, execArgv: readonly string[] = []): Child {
  const pinned = resolve(ROOT, "node_modules/node/bin/node");
  const child = fork(resolve(import.meta.dirname, file), [], {
    execPath: existsSync(pinned) ? pinned : process.execPath,
    execArgv: [...execArgv],
    cwd: ROOT,
  });
  const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 1;
  child.on("message", (answer: Answer) => {
    const call = open.get(answer.id);
    open.delete(answer.id);
    if (answer.error === undefined) call?.resolve(answer.value);
    else call?.reject(new Error(`${file}: ${answer.error}`));
  });
  child.once("exit", (code, signal) => {
    for (const call of open.values())
      call.reject(new Error(`${file} ended with ${signal ?? `code ${code}`}`));
    open.clear();
  });
  return {
    pid: child.pid ?? 0,
    call: <T>(name: string, argument?: unknown) =>
      new Promise<T>((done, reject) => {
        const id = nextId++;
        open.set(id, { resolve: (value) => done(value as T), reject });
        child.send({ id, name, argument } satisfies Question);
      }),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      // It ends by itself then, and writes its profile if it was asked for one.
      child.disconnect();
      await gone;
    },
  };
}

export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

/** In the child: answers calls until the parent is gone. */
export function answerCalls(handlers: Handlers): void {
  process.on("message", ({ id, name, argument }: Question) => {
    void answer(handlers, name, argument).then(
      (value) => process.send?.({ id, value } satisfies Answer),
      (error: unknown) =>
        process.send?.({
          id,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        } satisfies Answer),
    );
  });
  process.once("disconnect", () => process.exit());
}

async function answer(handlers: Handlers, name: string, argument: unknown): Promise<unknown> {
  const handler = handlers[name] as ((argument: unknown) => unknown) | undefined;
  if (handler === undefined) throw new Error(`no call ${name}`);
  return handler(argument);
}
