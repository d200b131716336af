import { expect, test } from "vitest";
import { projectFiles, strip } from "./source-files.ts";

test.each([
  ["a // window.x\nb", "a            \nb"],
  ["a /* one\ntwo */ b", "a       \n       b"],
  ["x = 'http://a' // b", "x = 'http://a'     "],
  ["x = /[/*]'/.test(y) // b", "x = /[/*]'/.test(y)     "],
  ["x = `//${1}` // b", "x = `//${1}`     "],
])("%j without its comments", (text, expected) => {
  expect(strip(text, false)).toBe(expected);
});

test("strings go when asked, and what stands around them stays", () => {
  expect(strip(`a('window.x', "it's", document.body)`, true)).toBe(
    "a(          ,       , document.body)",
  );
});

test("a file knows whom it imports, however it says so", () => {
  const self = projectFiles().find(({ path }) => path === "server/testing/server-process.ts");
  expect(self?.imports).toContain("server/db/embedded-leftover.ts");
  expect(self?.packages).toContain("node:child_process");
  const byUrl = projectFiles().find(({ path }) => path === "server/db/embedded.pg.test.ts");
  expect(byUrl?.imports).toContain("server/testing/embedded-child.ts");
});
