import { describe, expect, test } from "vitest";
import { formatAge, lapseOf, makeFormat } from "./format.ts";
import { officeEnglish } from "./office-english.ts";
import { officeSpanish } from "./office-spanish.ts";

describe("format", () => {
  test("writes money in the restaurant's currency, with its own number of decimals", () => {
    expect(
      makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }).money(1250),
    ).toBe("£12.50");
    expect(
      makeFormat({ locale: "en-GB", currency: "JPY", timezone: "Asia/Tokyo" }).money(1250),
    ).toBe("JP¥1,250");
  });

  test("writes money with the decimals that the restaurant was given, and not with those that the engine believes in", () => {
    const money = (currency: string, minorDigits: number | undefined, minor: number) =>
      makeFormat({ locale: "en-GB", currency, minorDigits }).money(minor).replace(/\s/g, " ");
    expect([
      money("KWD", 3, 1250),
      money("RSD", 2, 89_050),
      money("IQD", 3, 1_250_250),
      money("CLF", 4, 12_500),
    ]).toEqual(["KWD 1.250", "RSD 890.50", "IQD 1,250.250", "CLF 1.2500"]);
    // Whole amounts of what has no coins for less, and a restaurant from before its decimals were
    // written down.
    expect([
      money("RSD", 2, 89_000),
      money("HUF", 2, 89_000),
      money("RSD", undefined, 890),
      money("GBP", undefined, 89_000),
    ]).toEqual(["RSD 890", "HUF 890", "RSD 890", "£890.00"]);
  });

  test("writes times in the restaurant's zone, not the tablet's", () => {
    const at = Date.UTC(2026, 0, 31, 18, 2, 11);
    expect(
      makeFormat({ locale: "es-ES", currency: "EUR", timezone: "Europe/Madrid" }).timeWithSeconds(
        at,
      ),
    ).toBe("19:02:11");
    expect(
      makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }).time(at),
    ).toBe("18:02");
  });

  test("says the day of a moment that is not the restaurant's today", () => {
    const format = makeFormat({ locale: "en-GB", currency: "GBP", timezone: "America/New_York" });
    const now = Date.UTC(2026, 0, 31, 5, 30);
    expect([format.moment(now, now), format.momentWithSeconds(now - 60_000, now)]).toEqual([
      "00:30",
      "00:29:00",
    ]);
    expect([
      format.moment(now - 31 * 60_000, now),
      format.momentWithSeconds(now - 31 * 60_000, now),
    ]).toEqual(["Fri 30 Jan, 23:59", "Fri 30 Jan, 23:59:00"]);
    expect(format.moment(now - 365 * 86_400_000, now)).toBe("Fri 31 Jan, 00:30");
  });

  test("counts ages in minutes and seconds, then hours, and never below zero", () => {
    expect([-5_000, 0, 9_999, 247_000, 3_847_000].map(formatAge)).toEqual([
      "0:00",
      "0:00",
      "0:09",
      "4:07",
      "1:04:07",
    ]);
  });

  test("says how long ago in whole minutes, hours and days, and never in what looks like a time of day", () => {
    const [minute, hour] = [60_000, 3_600_000];
    expect(
      [
        -5_000,
        45_000,
        20 * minute + 2_000,
        59.9 * minute,
        hour,
        47.9 * hour,
        48 * hour,
        30 * 24 * hour,
      ].map(lapseOf),
    ).toEqual([
      { unit: "minutes", count: 1 },
      { unit: "minutes", count: 1 },
      { unit: "minutes", count: 20 },
      { unit: "minutes", count: 59 },
      { unit: "hours", count: 1 },
      { unit: "hours", count: 47 },
      { unit: "days", count: 2 },
      { unit: "days", count: 30 },
    ]);
    const said = (ms: number) =>
      [officeEnglish, officeSpanish].map(({ house }) => {
        const { unit, count } = lapseOf(ms);
        return house.seenAgo[unit](count);
      });
    expect([said(20 * minute + 2_000), said(minute), said(hour), said(72 * hour)]).toEqual([
      ["last seen 20 minutes ago", "visto hace 20 minutos"],
      ["last seen 1 minute ago", "visto hace 1 minuto"],
      ["last seen 1 hour ago", "visto hace 1 hora"],
      ["last seen 3 days ago", "visto hace 3 días"],
    ]);
  });

  test("writes everything where the browser does not know the zone, the language or the currency", () => {
    const at = Date.UTC(2026, 0, 31, 18, 2, 11);
    const own = makeFormat({ locale: "en-GB", currency: "GBP" });
    const unknown = makeFormat({ locale: "en-GB", currency: "GBP", timezone: "America/Nowhere" });
    expect([
      unknown.time(at),
      unknown.timeWithSeconds(at),
      unknown.moment(at, at - 86_400_000),
    ]).toEqual([own.time(at), own.timeWithSeconds(at), own.moment(at, at - 86_400_000)]);
    const odd = makeFormat({ locale: "x", currency: "?", timezone: "Europe/Madrid" });
    expect([odd.time(at), odd.number(1_250), odd.list(["a", "b"]), odd.money(1250)]).toEqual([
      "19:02",
      "1,250",
      "a and b",
      "12.50",
    ]);
  });

  test("writes a moment that is none as no time", () => {
    const format = makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" });
    expect([
      format.time(Number.NaN),
      format.moment(Number.NaN, 0),
      format.timeWithSeconds(9e15),
    ]).toEqual(["--:--", "--:--", "--:--"]);
  });
});
