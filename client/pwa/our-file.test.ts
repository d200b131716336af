import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isOurFile } from "./worker/our-file.ts";

const html = (text: string, status = 200) =>
  new Response(text, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
const script = new Response("export {}", { headers: { "Content-Type": "text/javascript" } });

test.each([
  [
    "our page",
    "/index.html",
    html(readFileSync(`${import.meta.dirname}/../index.html`, "utf8")),
    true,
  ],
  ["a script", "/assets/main.js", script, true],
  ["a portal's page for ours", "/index.html", html("<html>Sign in to our Wi-Fi</html>"), false],
  [
    "a portal's page for a script",
    "/assets/main.js",
    html("<html>Sign in to our Wi-Fi</html>"),
    false,
  ],
  ["a proxy's error for our page", "/index.html", html('<div id="root">', 502), false],
  ["a script for our page", "/index.html", script, false],
])("%s", async (_, path, response, kept) => {
  expect(await isOurFile(path, response)).toBe(kept);
});

test("what another address answered is not kept", async () => {
  const moved = html('<div id="root">');
  Object.defineProperty(moved, "redirected", { value: true });
  expect(await isOurFile("/index.html", moved)).toBe(false);
});
