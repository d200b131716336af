import { expect, test } from "vitest";
import { PROBLEM_CODES } from "#shared/api/problem.ts";
import { REJECTIONS } from "#shared/orders/decision.ts";
import { english } from "./english.ts";
import { refusalText } from "./refusal-text.ts";
import { spanish } from "./spanish.ts";

/**
 * What this device itself may say: a store's failures, and what `owner-api.ts` and
 * `create-device.ts` refuse by themselves.
 */
const OWN = ["full", "lost", "newer", "denied", "storage_lost", "no-contact", "nonsense"];

test("every code that a rule, the server or this device refuses with has a sentence in both languages", () => {
  const codes: readonly string[] = [...REJECTIONS, ...PROBLEM_CODES, ...OWN];
  for (const words of [english, spanish]) {
    const sentences: Readonly<Record<string, string>> = words.refusals;
    expect(
      codes.filter(
        (code) => !Object.hasOwn(sentences, code) || !/^.{10,}[.?]$/.test(sentences[code]!),
      ),
    ).toEqual([]);
    expect(Object.keys(sentences).filter((code) => !codes.includes(code))).toEqual([]);
  }
});

test("a code has its own words, an unknown one what came with it, and nothing at all a sentence that says so", () => {
  expect(refusalText(spanish, "order_cancelled", "Order B11 (table 5) was cancelled.")).toBe(
    "El pedido se ha cancelado entretanto.",
  );
  expect(refusalText(spanish, "code_of_tomorrow", "Told by a newer server.")).toBe(
    "Told by a newer server.",
  );
  expect(refusalText(english, "code_of_tomorrow")).toBe(english.refusal.unknown);
  expect(refusalText(english, "constructor", "No code of ours.")).toBe("No code of ours.");
});

test("no sentence of one language stands in the other", () => {
  const sentences = new Set<string>(Object.values(english.refusals));
  expect(Object.values(spanish.refusals).filter((sentence) => sentences.has(sentence))).toEqual([]);
});
