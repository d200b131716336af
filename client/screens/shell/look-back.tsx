/**
 * The service again, as this device recorded it: read from its own store, so it works without a
 * network. The live screen stays as it is behind this dialog, sounds included; it reports nothing
 * as shown while it is covered, so whoever must be told of an unheard order still is.
 */
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { MINUTE, SECOND } from "#shared/kernel/time.ts";
import { createFilm, type Film } from "#shared/kitchen/film.ts";
import type { Order } from "#shared/orders/order.ts";
import { useDevice, useNow } from "../../device/device-context.tsx";
import { onTouch } from "../../platform/page.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ReplayIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { nextPicture, previousPicture, type LookOf } from "./film-steps.ts";
import { LinkBadge } from "./link-badge.tsx";
import { PlayerControls } from "./player-controls.tsx";
import type { Span } from "./playhead.ts";
import { usePlayhead } from "./use-playhead.ts";
import "./look-back.css";

/**
 * A screen that nobody touches does not stand in the past for longer, once something new waits for
 * it: less than the 15 s after which the floor is told that nobody has shown it.
 */
export const LEFT_ALONE_MS = 10 * SECOND;

/** For the settings of a screen that can be looked back at. */
export function LookBackButton({ onOpen }: { onOpen: () => void }) {
  const { lookBack: words } = useWords();
  return (
    <Button size="kitchen" icon={<ReplayIcon />} onClick={onOpen}>
      {words.open}
    </Button>
  );
}

type Draw = (orders: ReadonlyMap<string, Order>, ms: number) => ReactNode;

type LookBackProps = {
  /** What is on the live screen now: whatever joins it meanwhile is told. */
  liveIds: readonly string[];
  lookOf: LookOf;
  /** Draws what this screen showed of the orders at a moment, without a way to touch it. */
  draw: Draw;
  onClose: () => void;
};

type Loaded =
  | { readonly kind: "reading" | "empty" | "failed" }
  | { readonly kind: "film"; readonly film: Film; readonly span: Span };

export function LookBack({ liveIds, lookOf, draw, onClose }: LookBackProps) {
  const loaded = useFilm();
  const { lookBack: words, common } = useWords();
  const [atFirst] = useState(() => new Set(liveIds));
  const news = liveIds.filter((id) => !atFirst.has(id)).length;
  useLeavingAlone(news > 0, onClose);
  const newsBar = news > 0 && (
    <div className="look-back__news" role="alert">
      <p>
        <strong>{words.news(news)}</strong> {words.leftAlone}
      </p>
      <Button tone="go" size="kitchen" onClick={onClose}>
        {words.showLive}
      </Button>
    </div>
  );
  // The first look is the film already: a dialog for the moment that reading takes would only
  // flash.
  if (loaded.kind === "reading") return null;
  if (loaded.kind === "film")
    return <Player {...loaded} newsBar={newsBar} lookOf={lookOf} draw={draw} onClose={onClose} />;
  return (
    <Dialog
      title={words.title}
      closeLabel={common.close}
      onClose={onClose}
      size="full"
      tone="past"
      beside={<LinkBadge />}
    >
      {newsBar}
      <EmptyState
        title={loaded.kind === "empty" ? words.empty : words.failed}
        detail={loaded.kind === "empty" ? words.emptyDetail : undefined}
      >
        <Button size="kitchen" onClick={onClose}>
          {words.backToLive}
        </Button>
      </EmptyState>
    </Dialog>
  );
}

type PlayerProps = Pick<LookBackProps, "lookOf" | "draw" | "onClose"> & {
  film: Film;
  span: Span;
  newsBar: ReactNode;
};

function Player({ film, span, newsBar, lookOf, draw, onClose }: PlayerProps) {
  const { lookBack: words, common } = useWords();
  const format = useFormat();
  const head = usePlayhead(span);
  const now = useNow(MINUTE);
  const { ms } = head;
  const slider = useRef<HTMLInputElement>(null);
  // The arrows work at once. Here, because the dialog takes the focus when it opens, which is after
  // its own controls are there.
  useEffect(() => slider.current?.focus(), []);
  const [stepped, setStepped] = useState("");
  const step = (to: number) => {
    head.seek(to);
    setStepped(format.momentWithSeconds(to, now));
  };
  const orders = useMemo(() => film.ordersAt(ms), [film, ms]);
  const time = format.momentWithSeconds(ms, now);
  return (
    <Dialog
      title={words.notLive(time)}
      closeLabel={common.close}
      onClose={onClose}
      size="full"
      tone="past"
      // What is shown is over; how fresh the screen behind it is must be in sight all the same.
      beside={<LinkBadge />}
      foot={
        <PlayerControls
          sliderRef={slider}
          span={span}
          now={now}
          head={head}
          onPrevious={() => step(previousPicture(film, ms, lookOf) ?? span.fromMs)}
          onNext={() => step(nextPicture(film, ms, lookOf) ?? span.toMs)}
          onClose={onClose}
        />
      }
    >
      {newsBar}
      <section className="look-back__board" aria-label={words.ticketsAt(time)}>
        {draw(orders, ms)}
      </section>
      {/* The slider says its moment itself; a button does not. */}
      <output className="visually-hidden">{stepped}</output>
    </Dialog>
  );
}

/**
 * What was recorded until this was opened: a film that grew while it plays would move its own end.
 */
function useFilm(): Loaded {
  const device = useDevice();
  const [loaded, setLoaded] = useState<Loaded>({ kind: "reading" });
  useEffect(() => {
    let wanted = true;
    void device.history().then((recorded) => {
      if (!wanted) return;
      if (!recorded.ok) setLoaded({ kind: "failed" });
      else {
        const film = createFilm(recorded.value);
        setLoaded(
          film.toMs === 0
            ? { kind: "empty" }
            : {
                kind: "film",
                film,
                span: { fromMs: film.fromMs, toMs: Math.max(film.toMs, device.now()) },
              },
        );
      }
    });
    return () => {
      wanted = false;
    };
  }, [device]);
  return loaded;
}

function useLeavingAlone(waits: boolean, onClose: () => void): void {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    if (!waits) return undefined;
    const start = () => setTimeout(() => close.current(), LEFT_ALONE_MS);
    let timer = start();
    const stop = onTouch(() => {
      clearTimeout(timer);
      timer = start();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [waits]);
}
