import { fromIso } from "#shared/kernel/time.ts";
import type { Ticket } from "#shared/kitchen/ticket.ts";
import { TickIcon, WarningIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { useSettings } from "../../device/device-context.tsx";
import { heardOf, unheardMs } from "./heard.ts";
import "./orders.css";

/** "Grill: heard by Grill tablet 19:02:11", or how long nobody has. */
export function HeardState({
  ticket,
  station,
  now,
}: {
  ticket: Ticket;
  station: string;
  now: number;
}) {
  const { floor: words } = useWords();
  const settings = useSettings();
  const format = useFormat();
  const heard = heardOf(ticket);
  if (heard !== null) {
    return (
      <span className="heard heard--yes">
        <TickIcon />
        <span>
          <bdi>{station}</bdi>: {words.heardBy(heard.by, format.timeWithSeconds(fromIso(heard.at)))}
        </span>
      </span>
    );
  }
  const waited = unheardMs(ticket, now);
  const late = waited >= settings.shownAlarmSeconds * 1_000;
  return (
    <span className={late ? "heard heard--no" : "heard"}>
      <WarningIcon />
      <span>
        <bdi>{station}</bdi>: {late ? words.notHeard(format.age(waited)) : words.notHeardYet}
      </span>
    </span>
  );
}
