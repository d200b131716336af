import { useState } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { notHeardYet } from "#shared/kitchen/board.ts";
import { pauseAt } from "#shared/restaurant/guest-ordering.ts";
import type { Order } from "#shared/orders/order.ts";
import { useLink, useNow, useView, type Act } from "../../device/device-context.tsx";
import { Button } from "../../ui/button.tsx";
import { BellIcon, HandOffIcon, TickIcon, WarningIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { plainNumber } from "../orders/plain-order.tsx";
import { freshness } from "../shell/freshness.ts";
import { alarmsOf, stationsLeft } from "../orders/unscreened.ts";
import { floorNeeds, waitingHere, type FloorNeeds } from "./needs.ts";
import { NeedsDialog } from "./needs-dialog.tsx";
import "./needs.css";

type Urgency = "late" | "warm" | "go" | "calm";

/**
 * In the bar of every page of the floor, also while an order is being taken: what needs somebody,
 * in one line that opens the list. It is there when all is well too, and as wide, so that an alarm
 * moves nothing.
 */
export function NeedsBar({ act, onOpen }: { act: Act; onOpen: (order: Order) => void }) {
  const view = useView();
  const { orders, settings, unplacedOrderIds } = view;
  const { orders: words, door } = useWords();
  const link = useLink();
  const now = useNow();
  const [open, setOpen] = useState(false);
  const limitMs = settings.shownAlarmSeconds * SECOND;
  const needs = floorNeeds(orders.values(), now, limitMs, settings);
  const { crowds, aside, guests, pickUps } = needs;
  const { unheard, unscreened, stations } = alarmsOf(needs.unheard, view);
  const left = stationsLeft(view);
  const format = useFormat();
  const here = waitingHere(orders, unplacedOrderIds);
  const parts = [
    crowds.length > 0 ? door.crowd.bar(crowds.map((crowd) => crowd.label).join(", ")) : null,
    unscreened.length > 0
      ? words.needs.unscreened(
          format.list(stations),
          unscreened.length,
          unscreened.map(plainNumber).join(", "),
        )
      : left.length > 0
        ? words.stationsLeft.title(format.list(left))
        : null,
    unheard.length > 0
      ? words.needs.unheard(unheard.length, unheard.map(plainNumber).join(", "))
      : null,
    aside.length > 0 ? words.needs.aside(aside.length) : null,
    guests.length > 0 ? words.needs.guests(guests.length) : null,
    pickUps.length > 0 ? words.needs.pickUps(pickUps.length) : null,
    here.length > 0 ? words.needs.here(here.length, here.map(plainNumber).join(", ")) : null,
    pauseAt(settings, now) === null ? null : door.pause.bar,
  ].filter((part) => part !== null);
  // An order that only this tablet has is heard by nobody, however well the others' come in.
  const sure =
    here.length === 0 &&
    freshness(link, now) === "fresh" &&
    (link.state === "live" || link.state === "polling");
  const yet = notHeardYet(orders.values(), now, limitMs).length;
  const said =
    parts.length > 0
      ? parts.join(" · ")
      : !sure
        ? words.needs.calmStale
        : yet > 0
          ? words.needs.yet(yet)
          : words.needs.calm;
  const urgency = left.length > 0 ? "late" : urgencyOf(needs);
  const calmIcon = !sure ? <WarningIcon /> : yet > 0 ? <BellIcon /> : <TickIcon />;
  return (
    <>
      <Button
        className={`needs-bar needs-bar--${urgency}`}
        tone="quiet"
        title={said}
        icon={urgency === "calm" ? calmIcon : urgency === "go" ? <HandOffIcon /> : <WarningIcon />}
        aria-label={`${words.needs.title}: ${said}`}
        onClick={() => setOpen(true)}
      >
        {said}
      </Button>
      {open && (
        <NeedsDialog
          needs={needs}
          here={here}
          act={act}
          onClose={() => setOpen(false)}
          onOpen={(order) => {
            setOpen(false);
            onOpen(order);
          }}
        />
      )}
    </>
  );
}

function urgencyOf({ crowds, unheard, aside, guests, pickUps }: FloorNeeds): Urgency {
  if (crowds.length > 0 || unheard.length > 0) return "late";
  if (aside.length > 0 || guests.length > 0) return "warm";
  return pickUps.length > 0 ? "go" : "calm";
}
