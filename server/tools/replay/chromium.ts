import { findChromium } from "../../launch/chromium.mjs";

/**
 * A Chromium that starts and the library that drives it, or null: the library is one of the tests'
 * packages, and may not be installed.
 */
export async function chromiumPath(): Promise<string | null> {
  const given = process.env["HEARD_CHROMIUM"] || process.env["CHROMIUM_PATH"];
  try {
    await import("playwright");
    return given || (await findChromium());
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")
      return null;
    throw error;
  }
}
