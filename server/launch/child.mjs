import { spawn } from "node:child_process";
import { PINNED_NODE, ROOT } from "./paths.mjs";

const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program to its end, its output going where ours goes (or to the open file `output`) and
 * signals to us going on to it. Resolves `{ code, signal }`; rejects if it cannot be started.
 */
export function runChild(
  program,
  args,
  { env = {}, cwd = ROOT, input = "ignore", output = "inherit" } = {},
) {
  const child = spawn(program, args, {
    cwd,
    stdio: [input, output, output],
    env: { ...process.env, ...env },
  });
  const forward = (signal) => {
    // Ctrl-C in a terminal has reached the child already: once more would mean "at once, without
    // cleaning up".
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child.kill(signal);
  };
  for (const signal of PASSED_ON) process.on(signal, forward);
  const stopWatching = whenOrphaned(() => child.kill("SIGTERM"));
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => done({ code, signal }));
  }).finally(() => {
    for (const signal of PASSED_ON) process.off(signal, forward);
    stopWatching();
  });
}

/** Runs a script on the pinned Node. */
export function runPinned(args, options) {
  return runChild(PINNED_NODE, args, options);
}

/** Ends this process as the child ended: with its code, or by its signal. */
export function endAs({ code, signal }) {
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
}

/** npm, the very one that started us if one did. */
export function runNpm(args, options) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith("npm-cli.js")) return runChild(process.execPath, [cli, ...args], options);
  return runChild(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

/**
 * Calls back once if whoever started us is gone: npm killed with -9, or its shell ended by a signal
 * that it does not pass on. Only under npm: a script that starts us in the background and ends
 * means us to stay.
 */
function whenOrphaned(callback) {
  if (!process.env.npm_lifecycle_event) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, ORPHAN_CHECK_MS);
  return () => clearInterval(timer);
}

const ORPHAN_CHECK_MS = 200;
