import { expect, test } from "vitest";
import type { PushPayload } from "#shared/api/push.ts";
import { pushText } from "./push-words.ts";

const frame = {
  locale: "en-GB",
  timezone: "Europe/Madrid",
  tag: "t",
  at: "2026-01-31T19:02:11.000Z",
};
const unheard: PushPayload = { ...frame, kind: "order_unheard", number: "B12", table: "5" };
const silent: PushPayload = {
  ...frame,
  kind: "device_silent",
  device: "Parrilla",
  since: "2026-01-31T19:02:11.000Z",
};
const unscreened: PushPayload = {
  ...frame,
  kind: "order_unscreened",
  number: "A12",
  table: null,
  stations: ["Bar"],
};
const both = (payload: PushPayload) =>
  ["en-GB", "es-ES"].map((locale) => pushText({ ...payload, locale }, locale));

test("an order that nobody heard is named, with its table where it has one", () => {
  expect(both(unheard)).toEqual([
    { title: "Order B12 has not been heard", body: "Table 5 · No kitchen screen has shown it." },
    {
      title: "El pedido B12 no se ha oído",
      body: "Mesa 5 · Ninguna pantalla de cocina lo ha mostrado.",
    },
  ]);
  expect(pushText({ ...unheard, table: null }, "en-GB").body).toBe(
    "No kitchen screen has shown it.",
  );
});

test("several are counted, and each is named", () => {
  const orders = [
    { number: "B12", table: "5" },
    { number: "G3", table: null },
  ];
  expect(["en-GB", "es-MX"].map((locale) => pushText(unheard, locale, orders))).toEqual([
    { title: "2 orders have not been heard", body: "B12 (Table 5), G3" },
    { title: "2 pedidos no se han oído", body: "B12 (Mesa 5), G3" },
  ]);
});

test("[ORD-36] an order at a station without a screen is told by the station, and not as unheard", () => {
  expect(both(unscreened).map(({ title }) => title)).toEqual([
    "No screen shows Bar: order A12",
    "Ninguna pantalla muestra Bar: pedido A12",
  ]);
  expect(
    pushText(unscreened, "en-GB", [
      { number: "A12", table: null },
      { number: "G3", table: "5" },
    ]),
  ).toEqual({ title: "No screen shows Bar: 2 orders", body: "A12, G3 (Table 5)" });
});

test("a silent device is named, with the restaurant's own time", () => {
  expect(both(silent).map(({ body }) => body)).toEqual([
    "Not heard of since 20:02, and orders are open.",
    "Sin noticias desde las 20:02, y hay pedidos abiertos.",
  ]);
});

test("every kind has words in both languages, and so has what cannot be read", () => {
  const kinds: PushPayload[] = [
    unheard,
    { ...unheard, kind: "order_waiting" },
    silent,
    { ...frame, kind: "codes_guessed", count: 120 },
    { ...frame, kind: "table_crowded", label: "5", count: 12 },
    { ...frame, kind: "test" },
    unscreened,
    { ...frame, kind: "stations_unscreened", stations: ["Bar"] },
  ];
  const texts = [...kinds.flatMap(both), pushText(null, "en-GB"), pushText(null, "es-ES")];
  for (const { title, body } of texts)
    expect([title.length > 5, body.length > 5]).toEqual([true, true]);
  expect(new Set(texts.map(({ title }) => title)).size).toBe(texts.length);
});

test("a device that does not know the restaurant's zone is told all the same", () => {
  expect(pushText({ ...silent, timezone: "America/Nowhere" }, "en-GB").title).toBe(
    pushText(silent, "en-GB").title,
  );
});
