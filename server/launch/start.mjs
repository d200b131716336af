import { endAs, runPinned } from "./child.mjs";
import { ensureClient } from "./client-build.mjs";
import { ensureInstalled } from "./install.mjs";
import { COMPILED, inRoot, say } from "./paths.mjs";

/** `npm start`: installs what is missing, builds the client if it changed, and serves. */
try {
  await ensureInstalled({ withDev: false });
  await ensureClient();
  endAs(
    await runPinned([inRoot("server", "main.ts"), ...process.argv.slice(2)], {
      input: "inherit",
      env: { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? COMPILED },
    }),
  );
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
