import { expect, test } from "vitest";
import { mentionsAllergy } from "./allergy.ts";

test.each([
  "nut allergy",
  "NUT ALLERGY at this table!",
  "she is allergic to shellfish",
  "allergies: sesame",
  "Alergia a los frutos secos",
  "soy alérgica al marisco",
  "ALÉRGICO",
  "coeliac",
  "celiac disease",
  "es celíaco",
  "celiaca",
  "anaphylaxis, please be careful",
  "anafilaxia",
  "lactose intolerant",
  "intolerancia a la lactosa",
  "carries an EpiPen",
  "kein Nuss, allergisch",
  "no allergies",
  "(allergic)",
  "peanut-allergy",
])("takes %j for an allergy", (note) => {
  expect(mentionsAllergy(note)).toBe(true);
});

test.each([
  "one cut for a child",
  "no nuts please",
  "Birthday: candle on the tiramisù",
  "extra celery",
  "galleria",
  "sin cebolla",
  "metallergic",
  "",
])("takes %j for an ordinary note", (note) => {
  expect(mentionsAllergy(note)).toBe(false);
});
