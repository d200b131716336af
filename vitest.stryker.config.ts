import { defineConfig } from "vitest/config";

/**
 * The unit tests that mutants have to face (`npm run mutate`): those of the order domain and the
 * sync core, without projects, which Stryker's runner does not know.
 */
export default defineConfig({
  test: {
    environment: "node",
    include: ["shared/orders/**/*.test.ts", "shared/sync/**/*.test.ts"],
  },
});
