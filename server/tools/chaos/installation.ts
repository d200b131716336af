/**
 * A copy of the program, as an operator installs one: its app can be changed without touching this
 * checkout.
 */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Cleaning } from "./cleaning.ts";

export type Installation = {
  /** What starts the server. */
  readonly main: string;
  /** Where its code is kept compiled, so that it goes with it. */
  readonly compiled: string;
  /**
   * Puts another build of the app in place of the one that is there: every script under another
   * name, as a changed source gives it.
   */
  update(): void;
};

const ROOT = resolve(import.meta.dirname, "../../..");

/**
 * Beside each file: what was compressed of the old build would be what a browser gets of the new
 * one.
 */
const LEFT_OUT = /\.(map|br|gz)$/;

/** The app must have been built. */
export function install(cleaning: Cleaning): Installation {
  const dir = mkdtempSync(join(tmpdir(), "heard-chaos-program-"));
  cleaning.add(dir, () => rmSync(dir, { recursive: true, force: true }));
  for (const part of ["server", "shared", "package.json"])
    cpSync(join(ROOT, part), join(dir, part), { recursive: true });
  mkdirSync(join(dir, "dist"));
  const client = join(dir, "dist", "client");
  cpSync(join(ROOT, "dist", "client"), client, {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(source),
  });
  symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"));
  return {
    main: join(dir, "server", "main.ts"),
    compiled: join(dir, "compiled"),
    update: () => renameAll(client),
  };
}

/**
 * `index-PzM_79QF.js` becomes `index-PzM_79QFx.js`, wherever it is named; the list of the service
 * worker says that its page is another one.
 */
function renameAll(client: string): void {
  const assets = join(client, "assets");
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"));
  const stems = scripts.map((name) => name.slice(0, -".js".length));
  const texts = [
    join(client, "index.html"),
    join(client, "sw.js"),
    ...scripts.map((name) => join(assets, name)),
  ];
  for (const file of texts) {
    const text = stems.reduce(
      (all, stem) => all.replaceAll(`${stem}.js`, `${stem}x.js`),
      readFileSync(file, "utf8"),
    );
    writeFileSync(
      file,
      file.endsWith("sw.js")
        ? text.replace(/("revision":"[0-9a-f]+)(","url":"index.html")/, "$10$2")
        : text,
    );
  }
  for (const name of scripts)
    renameSync(join(assets, name), join(assets, name.replace(/\.js$/, "x.js")));
}
