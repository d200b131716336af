import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXT = new Set([".html", ".js", ".css", ".json", ".webmanifest", ".svg", ".txt"]);
/** Below this, headers cost more than compression saves. */
const WORTH_COMPRESSING_BYTES = 1_024;

/**
 * Writes each text of a built site compressed beside itself, as `.br` and `.gz`, for
 * server/http/static.ts to send. Once with each build: made by the server when first asked for, it
 * took a second of both cores after every start, which is when every tablet comes back at once.
 */
export async function compressSite(directory) {
  const files = readdirSync(directory, { recursive: true }).map((name) => join(directory, name));
  await Promise.all(
    files
      .filter((path) => TEXT.has(extname(path)) && statSync(path).size >= WORTH_COMPRESSING_BYTES)
      .map(compressFile),
  );
}

async function compressFile(path) {
  const bytes = readFileSync(path);
  writeFileSync(
    `${path}.br`,
    await promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  );
  writeFileSync(
    `${path}.gz`,
    await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  );
}
