import type { MenuInService } from "#shared/menu/menu.ts";
import { dueAt } from "#shared/kitchen/release-time.ts";
import { toIso } from "#shared/kernel/time.ts";
import type { Channel } from "#shared/orders/order.ts";
import { useNow, useView } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { CheckField, Field, TextAreaField } from "../../ui/field.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { NAME_LENGTH, ORDER_NOTE_LENGTH } from "../ordering/basket.ts";
import { firesSaid } from "../orders/promise.ts";
import type { Draft } from "./drafts.ts";
import { clockIn, nextMoment } from "./promised.ts";

const OFFERED_MINUTES = [20, 30, 45, 60] as const;

/** Who an order is for, by when, and whether the kitchen is to see it yet. */
export function TakeAbout({
  draft,
  channel,
  change,
}: {
  draft: Draft;
  channel: Channel;
  change: (part: Partial<Draft>) => void;
}) {
  const { menu, settings } = useView();
  const all = useWords();
  const { take: words, floor } = all;
  const format = useFormat();
  const now = useNow();
  const moment = nextMoment(draft.promised, now, settings.timezone);
  const due = dueOf(draft, moment?.at ?? null, menu);
  /** A time that leaves room is waited for: an order for tonight must not be cooked at noon. */
  const promise = (promised: string) => {
    const at = nextMoment(promised, now, settings.timezone)?.at ?? null;
    const fires = dueOf({ ...draft, hold: true }, at, menu);
    change({ promised, hold: at === null ? false : fires !== null && fires > now });
  };
  const hint =
    moment === null
      ? words.promisedHint
      : moment.tomorrow
        ? words.promisedTomorrow(format.time(moment.at))
        : due !== null && due > now
          ? firesSaid(due, now, all, format)
          : undefined;
  return (
    <div className="take__about">
      <Field
        label={words.guestName}
        dir="auto"
        value={draft.guestName}
        maxLength={NAME_LENGTH}
        autoComplete="off"
        onChange={(event) => change({ guestName: event.target.value })}
      />
      <TextAreaField
        label={channel === "delivery" ? words.addressNotes : words.orderNotes}
        dir="auto"
        value={draft.notes}
        maxLength={ORDER_NOTE_LENGTH}
        onChange={(event) => change({ notes: event.target.value })}
      />
      <div className="take__promised">
        <Field
          label={words.promised}
          type="time"
          hint={hint}
          value={draft.promised}
          onChange={(event) => promise(event.target.value)}
        />
        <div className="take__times">
          <Button aria-pressed={draft.promised === ""} onClick={() => promise("")}>
            {words.asap}
          </Button>
          {OFFERED_MINUTES.map((minutes) => (
            <Button key={minutes} onClick={() => promise(clockIn(minutes, now, settings.timezone))}>
              {words.promisedIn(format.number(minutes))}
            </Button>
          ))}
        </div>
      </div>
      <CheckField
        label={moment === null ? floor.hold : words.holdUntilDue}
        checked={draft.hold}
        onChange={(hold) => change({ hold })}
      />
    </div>
  );
}

/** When it goes to the kitchen by itself, in ms; null where it is not held or not promised. */
const dueOf = (
  { lines, hold }: Draft,
  promisedMs: number | null,
  menu: MenuInService,
): number | null =>
  dueAt(
    {
      held: hold,
      status: "submitted",
      promisedAt: promisedMs === null ? null : toIso(promisedMs),
      lines,
    },
    menu,
  );
