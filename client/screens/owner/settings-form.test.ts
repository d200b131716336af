import { expect, test } from "vitest";
import { initialSettings, settingsPatch } from "#shared/restaurant/settings.ts";
import { readSettingsForm, toSettingsForm, type SettingsForm } from "./settings-form.ts";

const BEFORE = {
  ...initialSettings({
    name: "Aurelia",
    timezone: "Europe/London",
    currency: "GBP",
    shownAlarmSeconds: 15,
  }),
  stationThresholds: { bar: { warmSeconds: 90, lateSeconds: 180 } },
};
const FORM = toSettingsForm(BEFORE, [
  { id: "grill", name: "Grill" },
  { id: "bar", name: "Bar" },
]);
const read = (over: Partial<SettingsForm>) => readSettingsForm({ ...FORM, ...over }, BEFORE);

test("says minutes, and sends what differs only", () => {
  expect(FORM.stations).toEqual({
    grill: { warm: "5", late: "8" },
    bar: { warm: "1.5", late: "3" },
  });
  expect(read({})).toEqual({ patch: {} });
  expect(read({ name: " Casa ", alarmSeconds: "20" })).toEqual({
    patch: { name: "Casa", shownAlarmSeconds: 20 },
  });
  expect([read({ dayStartHour: 4 }), read({ dayStartHour: 6 })]).toEqual([
    { patch: {} },
    { patch: { dayStartHour: 6 } },
  ]);
  const changed = read({ stations: { ...FORM.stations, grill: { warm: "4,5", late: "8" } } });
  expect(changed).toEqual({
    patch: {
      stationThresholds: {
        ...BEFORE.stationThresholds,
        grill: { warmSeconds: 270, lateSeconds: 480 },
      },
    },
  });
  expect(settingsPatch.safeParse("patch" in changed ? changed.patch : null).success).toBe(true);
});

test("sends guests' limits only where they are others than the house rules, all of them or none", () => {
  const { limits } = FORM;
  expect(limits).toMatchObject({
    limited: true,
    share: false,
    numbers: {
      openOrders: "30",
      openLines: "150",
      openPieces: "300",
      phoneOrders: "6",
      tenMinutes: "60",
      houseOrders: "200",
    },
  });
  const own = read({
    limits: { ...limits, share: true, numbers: { ...limits.numbers, openOrders: "١٢" } },
  });
  expect(own).toEqual({
    patch: {
      guestsShareTable: true,
      guestLimits: {
        openOrders: 12,
        openLines: 150,
        openPieces: 300,
        phoneOrders: 6,
        tenMinutes: 60,
        houseOrders: 200,
      },
    },
  });
  expect(settingsPatch.safeParse("patch" in own ? own.patch : null).success).toBe(true);
  expect(
    read({
      limits: { ...limits, limited: false, numbers: { ...limits.numbers, openOrders: "none" } },
    }),
  ).toEqual({ patch: { guestLimits: null } });
  expect(
    read({
      limits: {
        ...limits,
        numbers: {
          ...limits.numbers,
          openOrders: "0",
          tenMinutes: "1.5",
          houseOrders: "1001",
          openPieces: "5000",
        },
      },
    }),
  ).toEqual({
    faults: {
      "limits.openOrders": "limit",
      "limits.tenMinutes": "limit",
      "limits.houseOrders": "limit",
    },
  });
});

test("says what is wrong, field by field", () => {
  expect(read({ name: " ", timezone: "Mars/Olympus", alarmSeconds: "soon" })).toEqual({
    faults: { name: "missing", timezone: "zone", alarmSeconds: "seconds" },
  });
  expect(
    read({
      alarmSeconds: "0",
      stations: { grill: { warm: "8", late: "5" }, bar: { warm: "", late: "3" } },
    }),
  ).toEqual({
    faults: {
      alarmSeconds: "seconds",
      "stations.grill": "lateBeforeWarm",
      "stations.bar": "minutes",
    },
  });
});
