/**
 * Rooms stand in a stair: none imports a room that comes back to it, by however many others. So
 * each can be read, tested and changed with what it stands on alone.
 *
 * A room is what lies directly in `server`, `shared`, `client` or `client/screens`: a folder with
 * all that is in it, or a file. Tests and what is made for them (`testing`) are left out: to test
 * one room they open the whole server, and nothing of the product imports them (imports.test.ts).
 * Files that import each other are found by lint (`import/no-cycle`).
 */
import { expect, test } from "vitest";
import { isCode, isTesting, projectFiles, type SourceFile } from "./source-files.ts";

type Importer = Pick<SourceFile, "path" | "imports">;

test("no room imports a room that comes back to it", () => {
  expect(circles(projectFiles().filter(({ path }) => isCode(path) && !isTesting(path)))).toEqual(
    [],
  );
});

test("a circle is found where rooms import each other, and where it leads over a third", () => {
  const file = (path: string, ...imports: string[]): Importer => ({ path, imports });
  const stair = [
    file("server/main.ts", "server/auth/routes.ts"),
    file("server/auth/routes.ts", "server/auth/who.ts", "server/http/env.ts"),
    file("server/http/env.ts", "server/config.ts"),
  ];
  expect(circles(stair)).toEqual([]);
  expect(circles([...stair, file("server/http/asker.ts", "server/auth/who.ts")])).toEqual([
    expect.stringContaining(
      "server/auth/routes.ts imports server/http/env.ts, and server/http comes back to server/auth",
    ),
    expect.stringContaining(
      "server/http/asker.ts imports server/auth/who.ts, and server/auth comes back to server/http",
    ),
  ]);
  expect(circles([...stair, file("server/config.ts", "server/auth/who.ts")])).toHaveLength(3);
  expect(
    circles([
      file("client/screens/floor/a.ts", "client/screens/orders/b.ts"),
      file("client/screens/orders/c.ts", "client/screens/floor/d.ts"),
    ]),
  ).toHaveLength(2);
});

/** Every import that is part of a circle of rooms. */
function circles(files: readonly Importer[]): string[] {
  const crossings = files.flatMap(({ path, imports }) =>
    imports
      .filter(
        (to) =>
          roomOf(path) !== null &&
          roomOf(to) !== null &&
          roomOf(path) !== roomOf(to) &&
          !isTesting(to),
      )
      .map((to) => ({ path, to, room: roomOf(path), below: roomOf(to) })),
  );
  const reach = (
    from: string | null,
    seen = new Set<string | null>(),
  ): ReadonlySet<string | null> => {
    for (const { room, below } of crossings) {
      if (room !== from || seen.has(below)) continue;
      seen.add(below);
      reach(below, seen);
    }
    return seen;
  };
  const reached = new Map(crossings.map(({ below }) => [below, reach(below)]));
  return crossings
    .filter(({ room, below }) => reached.get(below)?.has(room) === true)
    .map(
      ({ path, to, room, below }) =>
        `${path} imports ${to}, and ${below} comes back to ${room}: move what both need to the room that it belongs to, or let the lower room say by a type of its own what it is to be given`,
    );
}

/** Null: outside of all rooms. */
const roomOf = (path: string): string | null =>
  /^(client\/screens|client|server|shared)\/[^/]+/.exec(path)?.[0] ?? null;
