import { useDevice } from "../../device/device-context.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { BellIcon } from "../../ui/icons.tsx";
import { NoticeCard } from "../../ui/notice-card.tsx";
import { useWords } from "../../words/words.tsx";
import { usePush } from "./use-push.ts";

/**
 * Alarms that reach this phone in a pocket: on or off, and where they cannot be, what would have to
 * be done.
 */
export function PushCard() {
  const device = useDevice();
  const { office, common } = useWords();
  const { push: words } = office;
  const { ability, on, busy, failure, tested, turnOn, turnOff, test } = usePush(device.api);
  const can = ability === "allowed" || ability === "to-be-asked";
  const isOn = can && on === true;
  return (
    <Card
      title={words.title}
      aside={
        can && on !== null ? (
          <Badge tone={isOn ? "go" : "warm"}>{isOn ? words.on : words.off}</Badge>
        ) : undefined
      }
    >
      <p>{words.about}</p>
      {ability !== "allowed" && ability !== "to-be-asked" && (
        <NoticeCard tone="warm" title={words.cannot[ability]} detail={words.todo[ability]} />
      )}
      {failure !== null && <NoticeCard tone="late" title={failure} />}
      {tested !== null && (
        <NoticeCard tone={tested === "sent" ? "go" : "late"} title={words.tested[tested]} />
      )}
      {can && on !== null && (
        <div className="push__do">
          {isOn ? (
            <>
              <Button
                size="kitchen"
                icon={<BellIcon />}
                disabled={busy}
                onClick={() => void test()}
              >
                {busy ? common.working : words.test}
              </Button>
              <Button size="kitchen" tone="quiet" disabled={busy} onClick={() => void turnOff()}>
                {words.turnOff}
              </Button>
            </>
          ) : (
            <Button
              size="kitchen"
              tone="go"
              icon={<BellIcon />}
              disabled={busy}
              onClick={() => void turnOn()}
            >
              {busy ? common.working : words.turnOn}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}
