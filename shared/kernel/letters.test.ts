import { expect, test } from "vitest";
import { findsIn, plainLetters, sameName, wordsOf } from "./letters.ts";

test.each([
  ["Smørrebrød", "smorrebrod"],
  ["Łosoś", "losos"],
  ["Đồ uống", "do uong"],
  ["Bœuf", "boeuf"],
  ["Weißwurst", "weisswurst"],
  ["STRASSE", "strasse"],
  ["Þorramatur", "thorramatur"],
  ["Æble", "aeble"],
  ["ｶﾚｰ", "カレー"],
  ["ｱｲｽｸﾘｰﾑ", "アイスクリーム"],
  ["Ｐｉｚｚａ", "pizza"],
  ["Crème brûlée", "creme brulee"],
  ["al\u200bler\u00adgy", "allergy"],
  ["KIR", "kir"],
])("%s is typed %s", (text, plain) => {
  expect(plainLetters(text)).toBe(plain);
});

test("parts words by whatever is no letter and no digit", () => {
  expect(wordsOf("  Fish & Chips (no. 7) –  hot ")).toEqual(["fish", "chips", "no", "7", "hot"]);
  expect([wordsOf(""), wordsOf(" – ")]).toEqual([[], []]);
});

test.each([
  ["Sweet-Potato Fries", "fries  sweet"],
  ["Sweet Potato Fries", "sweet-potato"],
  ["Coca-Cola", "cocacola"],
  ["Cocacola", "coca cola"],
  ["Coca-Cola", "coca  cola"],
  ["Weißbier", "weiss"],
  ["Weissbier", "weiß"],
  ["Smørrebrød med laks", "laks smorre"],
  ["Burger", "urg"],
  ["ｶﾚｰﾗｲｽ", "カレー"],
  ["カレーライス", "ｶﾚｰ"],
  ["Ramen 🍜", "🍜"],
  ["7-Up", "7 up"],
  ["Żurek", "zurek"],
  ["Bœuf bourguignon", "bourguignon boeuf"],
])("%s is found by '%s'", (name, typed) => {
  expect(findsIn(name, typed)).toBe(true);
});

test.each([
  ["Burger", "burgers"],
  ["Sweet Potato Fries", "sweet tomato"],
  ["Cola", "%"],
  ["Cola", "🍜"],
])("%s is not found by '%s'", (name, typed) => {
  expect(findsIn(name, typed)).toBe(false);
});

test.each([
  ["Crème brûlée", "creme brulee", true],
  ["Straße", " STRASSE ", true],
  ["Big  Mac", "big mac", true],
  ["ｶﾚｰ", "カレー", true],
  ["Fish & Chips", "Fish Chips", false],
  ["Table 1", "Table 11", false],
])("%s and '%s' are one name: %s", (a, b, same) => {
  expect(sameName(a, b)).toBe(same);
});
