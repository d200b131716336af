import { resolve } from 'node:path';
import { endAs, runPinned } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { say } from './paths.mjs';

/** `node server/launch/run.mjs FILE [args]`: runs one of our TypeScript programs on the pinned Node. */
const [, , file, ...args] = process.argv;
try {
  if (!file) throw new Error('Which program? node server/launch/run.mjs FILE [args]');
  await ensureInstalled({ withDev: false });
  endAs(await runPinned([resolve(file), ...args], { input: 'inherit', cwd: process.cwd() }));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
