import { freshDatabase } from "../../testing/postgres.ts";
import { asker, type Ask } from "./answered.ts";
import { assembleApp, type Assembled, type Figures, type TestDeps } from "./assemble.ts";

/** The real app on a real database, asked in process. */
export type AppUnderTest = Assembled & {
  readonly ask: Ask;
  /** The database's owner, who sees past row-level security. */
  readonly adminUrl: string;
};

export async function startApp(
  over: Partial<TestDeps> = {},
  figures: Figures = {},
): Promise<AppUnderTest> {
  const testDatabase = await freshDatabase();
  const assembled = await assembleApp(testDatabase, over, figures);
  return {
    ...assembled,
    adminUrl: testDatabase.adminUrl,
    ask: asker((path, init) => assembled.app.hono.request(path, init)),
    async close() {
      await assembled.close();
      await testDatabase.drop();
    },
  };
}
