import { describe, expect, test } from "vitest";
import { clockIn, nextMoment } from "./promised.ts";

const EVENING = Date.UTC(2026, 6, 4, 17, 2, 30);

describe("a promised time", () => {
  test("is today's where it still comes, by the restaurant's clock and not the tablet's", () => {
    expect(nextMoment("19:30", EVENING, "Europe/Madrid")).toEqual({
      at: Date.UTC(2026, 6, 4, 17, 30),
      tomorrow: false,
    });
    expect(nextMoment("19:30", EVENING, "Europe/London")).toEqual({
      at: Date.UTC(2026, 6, 4, 18, 30),
      tomorrow: false,
    });
  });

  test("is tomorrow's where it is over, and says so", () => {
    expect(nextMoment("18:00", EVENING, "Europe/London")).toEqual({
      at: Date.UTC(2026, 6, 5, 17),
      tomorrow: true,
    });
    expect(nextMoment("00:15", Date.UTC(2026, 0, 31, 23, 50), "Europe/London")).toEqual({
      at: Date.UTC(2026, 1, 1, 0, 15),
      tomorrow: true,
    });
  });

  test("is now within its own minute", () => {
    expect(nextMoment("18:02", EVENING, "Europe/London")).toEqual({
      at: Date.UTC(2026, 6, 4, 17, 2),
      tomorrow: false,
    });
  });

  test("holds over the night the clocks change", () => {
    expect(nextMoment("09:00", Date.UTC(2026, 2, 28, 22), "Europe/Madrid")).toEqual({
      at: Date.UTC(2026, 2, 29, 7),
      tomorrow: true,
    });
    expect(nextMoment("09:00", Date.UTC(2026, 9, 24, 21), "Europe/Madrid")).toEqual({
      at: Date.UTC(2026, 9, 25, 8),
      tomorrow: true,
    });
  });

  test("knows what is no time of day", () => {
    for (const text of ["", "7:30", "24:00", "19:60", "soon"])
      expect(nextMoment(text, EVENING, "UTC")).toBeNull();
  });

  test("is offered in steps of five minutes", () => {
    expect([
      clockIn(15, EVENING, "Europe/London"),
      clockIn(30, Date.UTC(2026, 0, 31, 23, 45), "UTC"),
    ]).toEqual(["18:20", "00:15"]);
  });
});
