import type { Ref } from "react";
import { SECOND } from "#shared/kernel/time.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { BackIcon, NextIcon, PauseIcon, PlayIcon } from "../../ui/icons.tsx";
import { useFormat, useWords } from "../../words/words.tsx";
import { SPEEDS, type Span } from "./playhead.ts";
import type { usePlayhead } from "./use-playhead.ts";

/**
 * What an arrow key moves by. Page Up and Page Down move by a tenth of the film, as browsers have
 * it.
 */
const STEP_MS = 10 * SECOND;

type PlayerControlsProps = {
  sliderRef: Ref<HTMLInputElement>;
  span: Span;
  now: number;
  head: ReturnType<typeof usePlayhead>;
  onPrevious: () => void;
  onNext: () => void;
  onClose: () => void;
};

/**
 * None of them is ever disabled: a control that loses the focus would leave the keys to the screen
 * behind.
 */
export function PlayerControls({
  sliderRef,
  span: { fromMs, toMs },
  now,
  head,
  onPrevious,
  onNext,
  onClose,
}: PlayerControlsProps) {
  const { lookBack: words } = useWords();
  const format = useFormat();
  // A whole number of steps, so that the last one reaches the end.
  const maxMs = Math.max(1, Math.ceil((toMs - fromMs) / STEP_MS)) * STEP_MS;
  return (
    <div className="look-back__player">
      <div className="look-back__scrubber">
        <span aria-hidden="true">{format.moment(fromMs, now)}</span>
        <input
          ref={sliderRef}
          type="range"
          className="look-back__slider"
          aria-label={words.moment}
          aria-valuetext={format.momentWithSeconds(head.ms, now)}
          min={0}
          max={maxMs}
          step={STEP_MS}
          value={head.ms === toMs ? maxMs : head.ms - fromMs}
          onChange={(event) => head.seek(fromMs + event.target.valueAsNumber)}
        />
        <span aria-hidden="true">{format.moment(toMs, now)}</span>
      </div>
      <div className="look-back__buttons">
        <IconButton size="kitchen" label={words.previous} onClick={onPrevious}>
          <BackIcon />
        </IconButton>
        <Button
          size="kitchen"
          className="look-back__play"
          icon={head.playing ? <PauseIcon /> : <PlayIcon />}
          onClick={head.toggle}
        >
          {head.playing ? words.pause : words.play}
        </Button>
        <IconButton size="kitchen" label={words.next} onClick={onNext}>
          <NextIcon />
        </IconButton>
        <fieldset className="look-back__speeds" aria-label={words.speed}>
          {SPEEDS.map((speed) => (
            <Button
              key={speed}
              size="kitchen"
              tone="quiet"
              aria-pressed={speed === head.speed}
              onClick={() => head.setSpeed(speed)}
            >
              {words.times(format.number(speed))}
            </Button>
          ))}
        </fieldset>
        <Button size="kitchen" className="look-back__back" onClick={onClose}>
          {words.backToLive}
        </Button>
      </div>
    </div>
  );
}
