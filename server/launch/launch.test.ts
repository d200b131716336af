import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/**
 * The launch scripts in a checkout in miniature: npm and vite are stand-ins that write down that
 * they were called.
 */
describe("npm start", { timeout: 30_000 }, () => {
  let checkout: string;

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), "heard-launch-"));
    cpSync(import.meta.dirname, join(checkout, "server/launch"), { recursive: true });
    write("package.json", "{}");
    write("package-lock.json", JSON.stringify(lock("1.0.0")));
    write("client/index.html", "<!doctype html>");
    write(
      "server/main.ts",
      `process.stdout.write('serving ' + process.argv.slice(2).join(' ') + '\\n');`,
    );
    write("npm-cli.js", FAKE_NPM);
  });

  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), text);
  }

  function calls(): string[] {
    const file = join(checkout, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  function launch(script: string, args: readonly string[] = [], env: Record<string, string> = {}) {
    return spawn(process.execPath, [join(checkout, "server/launch", script), ...args], {
      cwd: checkout,
      env: {
        PATH: process.env["PATH"],
        npm_execpath: join(checkout, "npm-cli.js"),
        CHECKOUT: checkout,
        NODE: process.execPath,
        ...env,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  async function run(
    script: string,
    args: readonly string[] = [],
    env: Record<string, string> = {},
  ): Promise<{ said: string; code: number | null }> {
    const child = launch(script, args, env);
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const [code] = (await once(child, "close")) as [number | null];
    return { said, code };
  }

  test("a fresh clone: installs, builds, serves; the second time it only serves", async () => {
    const first = await run("start.mjs", ["--flag"]);
    expect(first).toEqual({ code: 0, said: expect.stringContaining("serving --flag\n") as string });
    expect(first.said).toContain("Installing what is missing (nothing is installed yet)");
    expect(calls()).toEqual(["npm ci", "vite build"]);
    expect(await run("start.mjs")).toEqual({ code: 0, said: "serving \n" });
    expect(calls()).toEqual(["npm ci", "vite build"]);
  });

  test("a changed package-lock.json is installed, naming the package", async () => {
    await run("start.mjs");
    write("package-lock.json", JSON.stringify(lock("1.0.1")));
    expect((await run("start.mjs")).said).toContain("Installing what is missing (needed)");
    expect(calls().filter((call) => call === "npm ci")).toHaveLength(2);
  });

  test("a changed source is built again, a changed test is not", async () => {
    await run("start.mjs");
    write("client/app/one.test.ts", "changed");
    await run("start.mjs");
    expect(calls()).toEqual(["npm ci", "vite build"]);
    write("shared/kernel/one.ts", "changed");
    await run("start.mjs");
    expect(calls()).toEqual(["npm ci", "vite build", "vite build"]);
  });

  test("a build that fails stops the start, and does not pass for done", async () => {
    await run("start.mjs");
    write("client/broken", "x");
    const failed = await run("start.mjs");
    expect(failed.code).toBe(1);
    expect(failed.said).toContain("The client does not build");
    rmSync(join(checkout, "client/broken"));
    expect(await run("start.mjs")).toEqual({ code: 0, said: "Building the client\nserving \n" });
  });

  test("a runtime whose install script was not allowed to run is fetched all the same", async () => {
    await run("start.mjs");
    rmSync(join(checkout, "node_modules/node"), { recursive: true });
    expect((await run("start.mjs")).code).toBe(0);
    expect(calls()).toContain("npm rebuild");
  });

  test("the exit code of the server is the exit code of npm start", async () => {
    write("server/main.ts", "process.exit(7);");
    expect((await run("start.mjs")).code).toBe(7);
  });

  test("the server finds its code compiled, in a place that goes with the packages or where it is told to", async () => {
    write(
      "server/main.ts",
      "process.stdout.write(process.getBuiltinModule('node:module').getCompileCacheDir() + '\\n');",
    );
    expect((await run("start.mjs")).said).toContain(join(checkout, "node_modules/.cache/heard"));
    expect(
      (await run("start.mjs", [], { NODE_COMPILE_CACHE: join(checkout, "elsewhere") })).said,
    ).toContain(join(checkout, "elsewhere"));
  });

  test("SIGTERM reaches the server, which ends in its own way", async () => {
    write(
      "server/main.ts",
      `process.on('SIGTERM', () => { process.stdout.write('drained'); process.exit(3); }); setInterval(() => {}, 1000); process.stdout.write('ready');`,
    );
    const child = launch("start.mjs");
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 10_000 }).toContain("ready");
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([3, null]);
    expect(said).toContain("drained");
  });

  test("npm test tells of a step that began early in its turn, and of its output all at once", async () => {
    write("client/one.browser.test.ts", "");
    write("node_modules/vitest/vitest.mjs", "process.stdout.write('in a browser\\n');");
    write("npm-cli.js", `${FAKE_NPM}\nprocess.stdout.write(process.argv[4] + '\\n');`);
    const { said, code } = await run("test.mjs", ["types", "lint", "browser"], {
      HEARD_CHROMIUM: "/chromium",
      HEARD_SHELL: "/shell",
    });
    expect(code).toBe(0);
    expect(said.match(/▸ \w+|^(?:typecheck|lint|in a browser)$/gm)).toEqual([
      "▸ types",
      "typecheck",
      "▸ lint",
      "lint",
      "▸ browser",
      "in a browser",
    ]);
  });

  test("npm test names its steps when asked for one that it does not have", async () => {
    const { said, code } = await run("test.mjs", ["units"]);
    expect(code).toBe(1);
    expect(said).toBe(
      'There is no step "units". The steps are: types, lint, unit, browser, postgres, build, e2e.\n0 passed, 1 failed\n',
    );
  });
});

/** One package that everybody needs, one for another platform, one for the tests only. */
function lock(version: string): object {
  return {
    packages: {
      "": { name: "miniature" },
      "node_modules/needed": { version },
      "node_modules/elsewhere": { version: "1.0.0", optional: true },
      "node_modules/tester": { version: "1.0.0", dev: true },
    },
  };
}

const FAKE_NPM = `
const { appendFileSync, mkdirSync, writeFileSync, symlinkSync, existsSync } = require('node:fs');
const { join } = require('node:path');
const { CHECKOUT, NODE } = process.env;
const [, , command] = process.argv;
appendFileSync(join(CHECKOUT, 'calls'), 'npm ' + command + '\\n');
mkdirSync(join(CHECKOUT, 'node_modules/node/bin'), { recursive: true });
mkdirSync(join(CHECKOUT, 'node_modules/vite/bin'), { recursive: true });
const node = join(CHECKOUT, 'node_modules/node/bin/node');
if (!existsSync(node)) symlinkSync(NODE, node);
const { packages } = JSON.parse(require('node:fs').readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8'));
delete packages['node_modules/elsewhere'];
delete packages['node_modules/tester'];
writeFileSync(join(CHECKOUT, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
writeFileSync(join(CHECKOUT, 'node_modules/vite/bin/vite.js'), \`
  const fs = require('node:fs');
  fs.appendFileSync('calls', 'vite ' + process.argv[2] + '\\\\n');
  if (fs.existsSync('client/broken')) process.exit(1);
  fs.mkdirSync('dist/client', { recursive: true });
  fs.writeFileSync('dist/client/index.html', '');
\`);
`;
