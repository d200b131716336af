import { useId, useState } from "react";
import { own } from "#shared/kernel/own.ts";
import { isEqual } from "#shared/kernel/equal.ts";
import { firstKnown } from "#shared/kernel/first-known.ts";
import { CURRENCIES } from "#shared/kernel/money.ts";
import type { Settings, SettingsPatch } from "#shared/restaurant/settings.ts";
import { useDevice, useView } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { CheckField, Field } from "../../ui/field.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { useWords } from "../../words/words.tsx";
import { GuestLimitsFields } from "./guest-limits-fields.tsx";
import {
  readSettingsForm,
  settingsDraft,
  toSettingsForm,
  type SettingsFaults,
  type SettingsForm,
} from "./settings-form.ts";
import { useSaved } from "./use-saved.ts";

const LOCALES = ["en-GB", "en-US", "en-IE", "en-AU", "en-CA", "es-ES", "es-MX", "es-AR", "es-US"];

/** A day that begins later would end on the day after tomorrow's morning. */
const LATEST_START = 12;

/** The restaurant itself: its name, how it writes times and money, and when people are told. */
export function SettingsPanel() {
  const device = useDevice();
  const { settings, menu } = useView();
  const { office } = useWords();
  const { house: words } = office;
  // Null: nothing was touched, so what is drawn follows the restaurant. It is kept over another tab
  // and a reload.
  const {
    value: typed,
    set: setTyped,
    settle,
    kept,
  } = useSaved(`heard.settings-draft.${device.identity.restaurantId}`, settingsDraft);
  const [tried, setTried] = useState(false);
  const [saved, setSaved] = useState<SettingsPatch | null>(null);
  const { attempt, busy, failure, say } = useOwnerAction();
  const zones = useId();
  // Between the server's yes and the event that brings the settings here, the old ones must not
  // flash up.
  const standing: Settings = { ...settings, ...saved };
  const form = typed?.form ?? toSettingsForm(standing, menu.stations);
  const read = readSettingsForm(form, typed?.before ?? standing);
  const faults: SettingsFaults = tried && "faults" in read ? read.faults : {};
  const faultOf = (path: string) =>
    faults[path] === undefined ? undefined : words.faults[faults[path]];
  const set = (part: Partial<SettingsForm>) => {
    setSaved(null);
    say(null);
    const [next, before] = [{ ...form, ...part }, typed?.before ?? standing];
    // What is being saved is not what the restaurant will have: to take it back is a change, too.
    setTyped(
      !busy && isEqual(next, toSettingsForm(before, menu.stations)) ? null : { form: next, before },
    );
  };
  const save = async () => {
    setTried(true);
    if ("faults" in read) return;
    const { patch } = read;
    const done = await attempt(
      async () => Object.keys(patch).length > 0 && device.api.saveSettings(patch),
    );
    if (!done)
      return settle(null, (now) =>
        isEqual(now.form, toSettingsForm(now.before, menu.stations)) ? null : now,
      );
    setSaved(patch);
    settle(typed, ({ form: later }) => ({ form: later, before: { ...settings, ...patch } }));
    setTried(false);
  };
  const locales = withCurrent(LOCALES, form.locale).map((value) => ({
    value,
    label: nameOf(value, "language", value),
  }));
  const currencies = withCurrent(CURRENCIES, form.currency).map((value) => ({
    value,
    label: `${value} · ${nameOf(settings.locale, "currency", value)}`,
  }));
  const hours = Array.from({ length: LATEST_START + 1 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, "0")}:00`,
  }));
  return (
    <Card title={words.title}>
      <form
        className="house"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label={words.name}
          value={form.name}
          maxLength={120}
          autoComplete="organization"
          error={faultOf("name")}
          onChange={(event) => set({ name: event.target.value })}
        />
        <div className="house__pair">
          <Field
            label={words.timezone}
            hint={words.timezoneHint}
            value={form.timezone}
            list={zones}
            autoComplete="off"
            error={faultOf("timezone")}
            onChange={(event) => set({ timezone: event.target.value })}
          />
          <datalist id={zones}>
            {zonesKnown().map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </datalist>
          <SelectField
            label={words.locale}
            value={form.locale}
            options={locales}
            hint={words.localeHint}
            onChange={(locale) => set({ locale })}
          />
          <SelectField
            label={words.currency}
            value={form.currency}
            options={currencies}
            hint={words.currencyHint}
            onChange={(currency) => set({ currency })}
          />
          <Field
            label={words.alarm}
            hint={words.alarmHint}
            value={form.alarmSeconds}
            inputMode="numeric"
            autoComplete="off"
            error={faultOf("alarmSeconds")}
            onChange={(event) => set({ alarmSeconds: event.target.value })}
          />
          <SelectField
            label={words.dayStart}
            hint={words.dayStartHint}
            value={String(form.dayStartHour)}
            options={hours}
            onChange={(hour) => set({ dayStartHour: Number(hour) })}
          />
        </div>
        <CheckField
          label={words.autoAccept}
          checked={form.autoAccept}
          onChange={(autoAccept) => set({ autoAccept })}
        />
        <GuestLimitsFields
          form={form.limits}
          says={(name) => faultOf(`limits.${name}`)}
          onChange={(limits) => set({ limits })}
        />
        {menu.stations.length > 0 && (
          <section className="house__stations" aria-label={words.thresholds}>
            <h3>{words.thresholds}</h3>
            <p className="quiet-text">{words.thresholdsHint}</p>
            {menu.stations.map(({ id, name }) => {
              const limits = own(form.stations, id) ?? { warm: "", late: "" };
              const setLimit = (part: { warm?: string; late?: string }) =>
                set({ stations: { ...form.stations, [id]: { ...limits, ...part } } });
              return (
                <fieldset key={id} className="house__station">
                  <legend className="field__label">{name}</legend>
                  <Field
                    label={words.warm}
                    value={limits.warm}
                    inputMode="decimal"
                    autoComplete="off"
                    error={faultOf(`stations.${id}`)}
                    onChange={(event) => setLimit({ warm: event.target.value })}
                  />
                  <Field
                    label={words.late}
                    value={limits.late}
                    inputMode="decimal"
                    autoComplete="off"
                    onChange={(event) => setLimit({ late: event.target.value })}
                  />
                </fieldset>
              );
            })}
          </section>
        )}
        {failure !== null ? (
          <NoticeCard tone="late" title={`${words.notSaved} ${failure}`} />
        ) : (
          saved !== null && typed === null && <NoticeCard tone="go" title={words.saved} />
        )}
        <Button type="submit" tone="go" size="kitchen" disabled={busy}>
          {words.save}
        </Button>
        {typed !== null && (
          <>
            <p className="quiet-text">{kept ? office.menu.unsavedHint : office.menu.notKept}</p>
            <Button disabled={busy} onClick={() => setTyped(null)}>
              {office.menu.discard}
            </Button>
          </>
        )}
      </form>
    </Card>
  );
}

const withCurrent = (list: readonly string[], current: string): readonly string[] =>
  list.includes(current) ? list : [current, ...list];

/** A language by its own name, a currency by the restaurant's. */
function nameOf(locale: string, type: "language" | "currency", code: string): string {
  return (
    firstKnown<string | undefined>(
      () => new Intl.DisplayNames(locale, { type }).of(code),
      () => code,
    ) ?? code
  );
}

/** Suggestions only: whoever's browser has none types the zone. */
const zonesKnown = (): readonly string[] =>
  "supportedValuesOf" in Intl ? Intl.supportedValuesOf("timeZone") : [];
