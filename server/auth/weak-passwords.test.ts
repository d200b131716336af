import { expect, test } from "vitest";
import { weaknessOf } from "./weak-passwords.ts";

const NAMES = ["nora.lopez@casanueva.example", "Nora López", "Casa Nueva"];

test.each([
  "password",
  "12345678",
  "Password1",
  "PASSWORD2026!",
  "sunshine99",
  "dragon-123",
  "iloveyou",
  "aaaaaaaa",
  "12121212",
  "ｐａｓｓｗｏｒｄ",
  "p\u200Bassword",
  "pass\u00ADword",
  "passwordpassword",
  "PasswordPassword1",
  "12345678901234",
  "abcd1234abcd",
  "abcd1abcd1ab",
])("%s is one that is guessed first", (password) => {
  expect(weaknessOf(password, NAMES)).toMatch(/guessed first|different characters/);
});

test.each([
  "casanueva",
  "Casa Nueva 24",
  "nora.lopez",
  "NoraLópez7!",
  "nora.lopez@casanueva.example",
])("%s is hardly more than a name of the account", (password) => {
  expect(weaknessOf(password, NAMES)).toMatch(/own name/);
});

test.each([
  "copper pans",
  "long enough",
  "casanueva-lantern-9",
  "7k2qf-m4xwa",
  "ключ от кухни",
  "x".repeat(190) + "yzw",
])("%s will do", (password) => {
  expect(weaknessOf(password, NAMES)).toBeNull();
});
