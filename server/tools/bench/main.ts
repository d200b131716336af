/** `npm run bench`: each promise of speed against its limit, both measured here and now. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startEmbedded } from "../../db/embedded.ts";
import { createLogger } from "../../log/logger.ts";
import { administer, urlOf } from "../../testing/postgres-setup.ts";
import { say } from "../../process/say.ts";
import { runTool } from "../run-tool.ts";
import { readOptions, usage, type Options } from "./options.ts";
import { machine, writeResults } from "./results.ts";
import { isMet, tableOf, type Figure, type Row } from "./row.ts";
import { ATTACKS, ROWS } from "./rows.ts";

type Result = { readonly row: Row; readonly figures: readonly Figure[] };

const all = [...ROWS, ...ATTACKS];
const names = all.map((row) => row.name);
// What the rows started is ended by who started it, also where a person has seen enough.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
await runTool({
  usage: usage(names),
  options: readOptions(process.argv.slice(2), names),
  main,
  breaksWith: "stack",
});

async function main(given: Options): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), "heard-bench-"));
  // As a restaurant's own, so every commit is on the disk; more connections only because servers
  // and limits share it.
  const postgres = await startEmbedded({
    dataDir,
    log: createLogger("error"),
    settings: { max_connections: "120" },
  });
  const results: Result[] = [];
  try {
    for (const row of all.filter(({ name }) => given.rows.includes(name))) {
      results.push({
        row,
        figures: await runRow(row, given, postgres.adminUrl, join(dataDir, "servers")),
      });
      if (given.rows.length > 1) say(tableOf(results.slice(-1)));
    }
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const table = tableOf(results);
  say(
    `\n${machine()}; ${given.rounds} rounds of ${given.roundMs / 1000} s a side, medians\n\n${table}`,
  );
  const missed = results
    .flatMap(({ figures }) => figures)
    .filter((figure) => isMet(figure) === false).length;
  say(missed === 0 ? "\nevery target met" : `\n${missed} targets missed`);
  if (given.write) writeResults(resolve(import.meta.dirname, "RESULTS.md"), results, given);
  return 0;
}

async function runRow(
  row: Row,
  given: Options,
  serverUrl: string,
  serverDir: string,
): Promise<readonly Figure[]> {
  const database = `bench_${row.name.replaceAll("-", "_")}`;
  await administer(serverUrl, `create database ${database} template template0`);
  try {
    say(`${row.name}: ${row.work}`);
    return await row.run({
      adminUrl: urlOf(serverUrl, database),
      serverDir,
      short: given.short,
      rounds: given.rounds,
      roundMs: given.roundMs,
      profileDir: given.profileDir === null ? null : resolve(given.profileDir),
      say,
    });
  } finally {
    await administer(serverUrl, `drop database ${database} with (force)`);
  }
}
