import type { Database } from "./database.ts";

/** The rows of one statement of the directory. */
type Ask = <Row extends object>(
  text: string,
  values: readonly unknown[],
) => Promise<readonly Row[]>;

export type DirectoryCalls = {
  readonly call: Ask;
  /** For what waits for nobody and is asked at almost every request (`Database.lookUp`). */
  readonly look: Ask;
};

export const directoryCalls = (
  database: Pick<Database, "directoryQuery" | "lookUp">,
): DirectoryCalls => ({
  call: async <Row extends object>(text: string, values: readonly unknown[]) =>
    (await database.directoryQuery<Row>(text, values)).rows,
  look: async <Row extends object>(text: string, values: readonly unknown[]) =>
    (await database.lookUp<Row>(text, values)).rows,
});
