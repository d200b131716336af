import { fromIso, MINUTE, toIso } from "#shared/kernel/time.ts";
import { pauseAt } from "#shared/restaurant/guest-ordering.ts";
import { useDevice, useNow, useSettings } from "../../device/device-context.tsx";
import { useOwnerAction } from "../../device/use-owner-action.ts";
import { Button } from "../../ui/button.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import "./crowd.css";

const MINUTES = [15, 30, 60] as const;

/**
 * Whether guests may order by themselves now, and the word that changes it (ORD-52). The server
 * carries it out: offline it fails, and says so.
 */
export function GuestPause() {
  const device = useDevice();
  const { pause: words } = useWords().door;
  const format = useFormat();
  const now = useNow();
  const pause = pauseAt(useSettings(), now);
  const { attempt, busy, failure } = useOwnerAction();
  const pauseFor = (minutes: number | null) =>
    attempt(() =>
      device.api.pauseGuests(minutes === null ? null : toIso(device.now() + minutes * MINUTE)),
    );
  return (
    <section className="guest-pause" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p>
        {pause === null
          ? words.running
          : pause.until === null
            ? words.paused
            : words.pausedUntil(format.moment(fromIso(pause.until), now))}
      </p>
      <div className="crowd__do">
        {pause !== null && (
          <Button
            tone="go"
            size="kitchen"
            disabled={busy}
            onClick={() => void attempt(() => device.api.resumeGuests())}
          >
            {words.resume}
          </Button>
        )}
        {pause === null &&
          MINUTES.map((minutes) => (
            <Button
              key={minutes}
              size="kitchen"
              disabled={busy}
              onClick={() => void pauseFor(minutes)}
            >
              {words.minutes(format.number(minutes))}
            </Button>
          ))}
        {pause === null && (
          <Button size="kitchen" disabled={busy} onClick={() => void pauseFor(null)}>
            {words.untilResumed}
          </Button>
        )}
      </div>
      {failure !== null && <p role="alert">{failure}</p>}
    </section>
  );
}
