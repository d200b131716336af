import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./passwords.ts";

test("a password is known again, another is not, and two hashes of one differ", async () => {
  const hash = await hashPassword("correct horse");
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/);
  expect(await verifyPassword("correct horse", hash)).toBe(true);
  expect(await verifyPassword("correct horsf", hash)).toBe(false);
  expect(await hashPassword("correct horse")).not.toBe(hash);
});

test("the same letters in another Unicode form are the same password", async () => {
  const composed = "caf\u00e9 owner";
  expect(await verifyPassword("cafe\u0301 owner", await hashPassword(composed))).toBe(true);
});

test("nobody has the password of an unknown account", async () => {
  expect(await verifyPassword("", null)).toBe(false);
  expect(await verifyPassword("anything", null)).toBe(false);
});

test("an older, cheaper hash still opens", async () => {
  const cheap = "$argon2id$v=19$m=64,t=1,p=1$" + "c29tZXNhbHRzb21lc2FsdA";
  await expect(verifyPassword("x", cheap)).rejects.toThrow("PHC");
  expect(await verifyPassword("x", `${cheap}$${"A".repeat(43)}`)).toBe(false);
});
