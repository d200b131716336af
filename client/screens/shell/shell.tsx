import { useEffect, useState, type ReactNode } from "react";
import {
  useDevice,
  useLink,
  useNow,
  useSettings,
  type ActFailure,
} from "../../device/device-context.tsx";
import { SECOND } from "#shared/kernel/time.ts";
import { may } from "#shared/orders/permissions.ts";
import { IconButton } from "../../ui/button.tsx";
import { SettingsIcon } from "../../ui/icons.tsx";
import { later, useLaterParts } from "../../ui/later.tsx";
import { BrandMark } from "../../ui/wordmark.tsx";
import { TouchNote } from "../../ui/touch-note.tsx";
import { keepAwake } from "../../platform/wake-lock.ts";
import { setTitle } from "../../platform/page.ts";
import { say } from "../../platform/speech.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import { DueReleases } from "./due-releases.tsx";
import { freshness, silenceMs } from "./freshness.ts";
import { Cautions } from "./cautions.tsx";
import { LinkBadge } from "./link-badge.tsx";
import { NoticeStack, Stopped } from "./notice-stack.tsx";
import { SoundButton } from "./sound-button.tsx";
import { UnheardAlarm } from "./unheard-alarm.tsx";
import { GAIN, useProvenSound, useSound } from "./use-sound.ts";
import "./shell.css";

const ScreenSettings = later(async () => (await import("./screen-settings.tsx")).ScreenSettings);

type ShellProps = {
  /** What this screen is, said once: the heading. */
  title: string;
  /** Beside the title: stations, counts. */
  about?: ReactNode;
  /** The screen's own controls in the bar. */
  controls?: ReactNode;
  /** Settings that only this screen has; `close` is for one that leads elsewhere. */
  settings?: ReactNode | ((close: () => void) => ReactNode);
  /** What an action on this device could not write down. */
  failure?: ActFailure | null;
  /** The screen fills the window and scrolls inside itself. */
  fixed?: boolean;
  children: ReactNode;
};

/**
 * What every staff screen has around it: who it is, how fresh it is, what must be told, and how it
 * looks.
 */
export function Shell({
  title,
  about,
  controls,
  settings,
  failure = null,
  fixed = false,
  children,
}: ShellProps) {
  const device = useDevice();
  const words = useWords();
  const [open, setOpen] = useState(false);
  const awake = useAwake();
  useProvenSound();
  useLaterParts();
  useEffect(() => setTitle(`${title} · ${device.identity.restaurantName}`), [title, device]);
  return (
    <div className={fixed ? "shell shell--fixed" : "shell"}>
      <header className="shell__bar">
        <BrandMark />
        <div className="shell__who">
          <h1 className="shell__title">{title}</h1>
          {about !== undefined && <p className="shell__about">{about}</p>}
        </div>
        <Freshness />
        {controls !== undefined && <div className="shell__controls">{controls}</div>}
        <LinkBadge />
        <Cautions awake={awake} onOpen={() => setOpen(true)} />
        <SoundButton />
        <IconButton label={words.common.openMenu} tone="quiet" onClick={() => setOpen(true)}>
          <SettingsIcon />
        </IconButton>
      </header>
      {(device.identity.role === "floor" || device.identity.role === "owner") && <UnheardAlarm />}
      {may(device.identity.role, "order.release") && <DueReleases />}
      <Stopped />
      <NoticeStack failure={failure} />
      <TouchNote />
      <main className="shell__main" id="main">
        {children}
      </main>
      {open && (
        <ScreenSettings awake={awake} onClose={() => setOpen(false)}>
          {typeof settings === "function" ? settings(() => setOpen(false)) : settings}
        </ScreenSettings>
      )}
    </div>
  );
}

/** The frame and the sentence of a screen that cannot prove it is fresh (P4). */
function Freshness() {
  const link = useLink();
  const now = useNow();
  const { link: words } = useWords();
  const format = useFormat();
  const state = freshness(link, now);
  useStaleAloud(state === "red");
  if (state === "fresh") return <div className="frame" data-freshness="fresh" aria-hidden="true" />;
  const silence = silenceMs(link, now);
  return (
    <>
      <div className={`frame frame--${state}`} data-freshness={state} aria-hidden="true" />
      <p className="visually-hidden" role="alert">
        {state === "red" ? words.redAloud : words.amberAloud}
      </p>
      {/* The seconds are drawn, but not read out again every second. */}
      <p className={`stale stale--${state}`} aria-hidden="true">
        {state === "red"
          ? words.red(format.age(silence))
          : words.amber(format.number(Math.floor(silence / SECOND)))}
      </p>
    </>
  );
}

/** Says aloud, once for each time it happens, that this screen may be out of date. */
function useStaleAloud(stale: boolean): void {
  const { link: words } = useWords();
  const settings = useSettings();
  const { volume } = usePreferences();
  const { play } = useSound();
  useEffect(() => {
    if (!stale) return;
    play("stale");
    say(words.redAloud, settings.locale, GAIN[volume]);
  }, [stale, play, words, settings.locale, volume]);
}

function useAwake(): boolean {
  const [awake, setAwake] = useState(true);
  useEffect(() => keepAwake(setAwake), []);
  return awake;
}
