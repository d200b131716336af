import { useState } from "react";
import { useDevice } from "../../device/device-context.tsx";
import { localNow } from "../../platform/moments.ts";
import { pageSound } from "../../platform/sound.ts";
import { canKeepAwake } from "../../platform/wake-lock.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { Button } from "../../ui/button.tsx";
import { CheckListIcon, TickIcon, WarningIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import { selfTest, type Verdict } from "./self-test.ts";
import { GAIN } from "./use-sound.ts";
import { TUNES } from "./tunes.ts";

/** One touch before service: what this screen can do, green, or what to do about it. */
export function SelfTestPanel() {
  const device = useDevice();
  const { volume } = usePreferences();
  const { selfTest: words } = useWords();
  const [verdicts, setVerdicts] = useState<readonly Verdict[] | "running" | null>(null);
  const run = async () => {
    setVerdicts("running");
    const link = device.link();
    const done = await selfTest({
      muted: volume === "off",
      proveSound: () => pageSound().prove(),
      proveAwake: canKeepAwake,
      storage: link.storage,
      link,
      ownNow: localNow(),
      serverNow: device.now(),
    });
    pageSound().play(TUNES.new, GAIN[volume]);
    setVerdicts(done);
  };
  const bad = Array.isArray(verdicts)
    ? verdicts.filter((verdict: Verdict) => verdict.trouble !== null).length
    : 0;
  return (
    <section className="self-test" aria-label={words.title}>
      <h3 className="field__label">{words.title}</h3>
      <Button
        size="kitchen"
        wide
        icon={<CheckListIcon />}
        disabled={verdicts === "running"}
        onClick={() => void run()}
      >
        {verdicts === "running" ? words.running : words.start}
      </Button>
      <output className="self-test__result">
        {Array.isArray(verdicts) && (bad === 0 ? words.allGood : words.notGood(bad))}
      </output>
      {Array.isArray(verdicts) && (
        <ul className="self-test__list">
          {verdicts.map(({ check, trouble }: Verdict) => (
            <li
              key={check}
              className={
                trouble === null ? "self-test__row self-test__row--good" : "self-test__row"
              }
            >
              {trouble === null ? <TickIcon /> : <WarningIcon />}
              <span>
                <strong>
                  {words.names[check]}: {trouble === null ? words.good : words.notYet}
                </strong>
                <span className="self-test__more">
                  {trouble === null ? words.fine[check] : words.todo[trouble]}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
