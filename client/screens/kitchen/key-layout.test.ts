import { expect, test } from "vitest";
import { keyMeant } from "./key-layout.ts";

test.each([
  ["r", "KeyR", false, "r"],
  ["R", "KeyR", true, "r"],
  // Cyrillic, Greek, Hebrew, an editor that composes.
  ["к", "KeyR", false, "r"],
  ["ρ", "KeyR", false, "r"],
  ["Process", "KeyR", false, "r"],
  // QWERTZ and Dvorak have their own letters where we have others.
  ["z", "KeyY", false, "z"],
  [",", "KeyW", false, ","],
  // AZERTY has its digits on Shift, Persian has its own.
  ["&", "Digit1", false, "1"],
  ["é", "Digit2", false, "2"],
  ["1", "Digit1", true, "1"],
  ["۳", "Digit3", false, "3"],
  ["!", "Digit1", true, "!"],
  ["?", "Minus", true, "?"],
  ["?", "KeyM", true, "?"],
  // The number pad, with and without its lock.
  ["4", "Numpad4", false, "4"],
  ["ArrowLeft", "Numpad4", false, "ArrowLeft"],
  ["Enter", "NumpadEnter", false, "Enter"],
  ["Dead", "Digit6", false, "6"],
])("%s on %s (shift %s) is %s", (key, code, shiftKey, meant) => {
  expect(keyMeant({ key, code, shiftKey })).toBe(meant);
});
