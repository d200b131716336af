import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";

export type Running = {
  /** What the pattern's group found in its output. */ readonly said: string;
  end(): Promise<void>;
};

/**
 * Starts a program of a browser's and waits for what it says when it can be spoken to. It is ended
 * with all that it started.
 */
export async function run(
  program: string,
  args: readonly string[],
  says: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<Running> {
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: { ...process.env, ...env },
  });
  const said = await new Promise<string>((found, failed) => {
    let output = "";
    const listen = (text: string) => {
      output += text;
      const group = says.exec(output)?.[1];
      if (group !== undefined) found(group);
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`${program} ended with ${code}:\n${output}`)));
  });
  return {
    said,
    async end() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const gone = once(child, "exit");
      process.kill(-child.pid, "SIGKILL");
      await gone;
    },
  };
}

/** A port that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
