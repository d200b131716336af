import { describe, expect, it } from "vitest";
import { formatAge, makeFormat } from "./format.ts";

describe("format", () => {
  it("writes money in the restaurant's currency, with its own number of decimals", () => {
    expect(makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }).money(1250)).toBe("£12.50");
    expect(makeFormat({ locale: "en-GB", currency: "JPY", timezone: "Asia/Tokyo" }).money(1250)).toBe("JP¥1,250");
  });

  it("writes times in the restaurant's zone, not the tablet's", () => {
    const at = Date.UTC(2026, 0, 31, 18, 2, 11);
    expect(makeFormat({ locale: "es-ES", currency: "EUR", timezone: "Europe/Madrid" }).timeWithSeconds(at)).toBe("19:02:11");
    expect(makeFormat({ locale: "en-GB", currency: "GBP", timezone: "Europe/London" }).time(at)).toBe("18:02");
  });

  it("says the day of a moment that is not the restaurant's today", () => {
    const format = makeFormat({ locale: "en-GB", currency: "GBP", timezone: "America/New_York" });
    const now = Date.UTC(2026, 0, 31, 5, 30);
    expect([format.moment(now, now), format.momentWithSeconds(now - 60_000, now)]).toEqual(["00:30", "00:29:00"]);
    expect([format.moment(now - 31 * 60_000, now), format.momentWithSeconds(now - 31 * 60_000, now)]).toEqual(["Fri 30 Jan, 23:59", "Fri 30 Jan, 23:59:00"]);
    expect(format.moment(now - 365 * 86_400_000, now)).toBe("Fri 31 Jan, 00:30");
  });

  it("counts ages in minutes and seconds, then hours, and never below zero", () => {
    expect([-5_000, 0, 9_999, 247_000, 3_847_000].map(formatAge)).toEqual(["0:00", "0:00", "0:09", "4:07", "1:04:07"]);
  });
});
