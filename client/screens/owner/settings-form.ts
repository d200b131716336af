/** The restaurant's settings as an owner types them: times in minutes and seconds, as texts. */
import { z } from "zod/mini";
import { trimmed } from "#shared/kernel/tidy.ts";
import { own } from "#shared/kernel/own.ts";
import type { Menu } from "#shared/menu/menu.ts";
import { dayStartOf } from "#shared/restaurant/business-day.ts";
import { DEFAULT_THRESHOLDS, thresholdsOf } from "#shared/restaurant/late-thresholds.ts";
import { settingsSchema, type Settings, type SettingsPatch } from "#shared/restaurant/settings.ts";
import { limitsForm, readLimitsForm, toLimitsForm } from "./guest-limits-form.ts";
import { asciiDigits } from "../../words/numerals.ts";

/** Texts as typed, so that another tab or a reload costs nothing. */
const settingsForm = z.object({
  name: z.string(),
  timezone: z.string(),
  currency: z.string(),
  locale: z.string(),
  autoAccept: z.boolean(),
  limits: limitsForm,
  alarmSeconds: z.string(),
  dayStartHour: z.number(),
  /** Minutes, by station id. */
  stations: z.record(z.string(), z.object({ warm: z.string(), late: z.string() })),
});

/** `before` is what the person saw when they began. */
export const settingsDraft = z.object({ form: settingsForm, before: settingsSchema });

export type SettingsForm = z.infer<typeof settingsForm>;

export type SettingsFault = "missing" | "zone" | "seconds" | "minutes" | "lateBeforeWarm" | "limit";
export type SettingsFaults = Readonly<Record<string, SettingsFault>>;

const MINUTE_S = 60;

export function toSettingsForm(settings: Settings, stations: Menu["stations"]): SettingsForm {
  const { name, timezone, currency, locale, autoAccept } = settings;
  const minutes = (seconds: number) => String(seconds / MINUTE_S);
  return {
    name,
    timezone,
    currency,
    locale,
    autoAccept,
    limits: toLimitsForm(settings),
    alarmSeconds: String(settings.shownAlarmSeconds),
    dayStartHour: dayStartOf(settings),
    stations: Object.fromEntries(
      stations.map(({ id }) => {
        const { warmSeconds, lateSeconds } = thresholdsOf(settings, id);
        return [id, { warm: minutes(warmSeconds), late: minutes(lateSeconds) }];
      }),
    ),
  };
}

/**
 * What `PATCH /api/restaurant` is sent: what differs and nothing else, so that two owners do not
 * undo each other. Or what is wrong, by field.
 */
export function readSettingsForm(
  form: SettingsForm,
  before: Settings,
): { readonly patch: SettingsPatch } | { readonly faults: SettingsFaults } {
  const faults: Record<string, SettingsFault> = {};
  const { shape } = settingsSchema;
  const alarm = number(form.alarmSeconds);
  if (!shape.name.safeParse(form.name).success) faults["name"] = "missing";
  if (!shape.timezone.safeParse(form.timezone.trim()).success) faults["timezone"] = "zone";
  if (!shape.shownAlarmSeconds.safeParse(alarm).success) faults["alarmSeconds"] = "seconds";
  const stationThresholds: Settings["stationThresholds"] = { ...before.stationThresholds };
  for (const [id, { warm, late }] of Object.entries(form.stations)) {
    const [warmSeconds, lateSeconds] = [
      Math.round(number(warm) * MINUTE_S),
      Math.round(number(late) * MINUTE_S),
    ];
    const fits = [warmSeconds, lateSeconds].every(
      (seconds) => seconds >= 1 && seconds <= 24 * 60 * MINUTE_S,
    );
    if (!fits) faults[`stations.${id}`] = "minutes";
    else if (lateSeconds <= warmSeconds) faults[`stations.${id}`] = "lateBeforeWarm";
    // A station that never differed from the rule keeps following it.
    const same =
      warmSeconds === DEFAULT_THRESHOLDS.warmSeconds &&
      lateSeconds === DEFAULT_THRESHOLDS.lateSeconds;
    if (!same || own(before.stationThresholds, id) !== undefined)
      stationThresholds[id] = { warmSeconds, lateSeconds };
  }
  const limits = readLimitsForm(form.limits, before);
  if ("wrong" in limits) for (const name of limits.wrong) faults[`limits.${name}`] = "limit";
  if (Object.keys(faults).length > 0 || "wrong" in limits) return { faults };
  // A restaurant that never chose keeps following the rule.
  const dayStart =
    form.dayStartHour === dayStartOf(before) ? {} : { dayStartHour: form.dayStartHour };
  const wanted: Settings = {
    ...before,
    ...dayStart,
    ...limits.part,
    name: trimmed(form.name),
    timezone: form.timezone.trim(),
    currency: form.currency,
    locale: form.locale,
    autoAccept: form.autoAccept,
    shownAlarmSeconds: alarm,
    stationThresholds,
  };
  const patch = Object.entries(wanted).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof Settings]),
  );
  return { patch: Object.fromEntries(patch) as SettingsPatch };
}

function number(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(asciiDigits(text).trim().replace(/[,٫]/, "."));
}
