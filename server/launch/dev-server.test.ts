import { fileURLToPath } from "node:url";
import { resolveConfig } from "vite";
import { expect, test } from "vitest";

const configFile = fileURLToPath(new URL("../../vite.config.ts", import.meta.url));

test("npm run dev listens on this machine alone, and asks the API server under the page's own host", async () => {
  const { server, preview } = await resolveConfig({ configFile }, "serve");
  expect([server.host, preview.host, server.strictPort]).toEqual(["127.0.0.1", "127.0.0.1", true]);
  expect(server.proxy?.["/api"]).toMatchObject({ changeOrigin: false });
});

test.each([
  { server: { host: true } },
  { server: { host: "0.0.0.0" } },
  { preview: { host: true } },
])("it does not start on another address: %j", async (asked) => {
  await expect(resolveConfig({ configFile, ...asked }, "serve")).rejects.toThrow(
    "listens on 127.0.0.1 and nowhere else",
  );
});
