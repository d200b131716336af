import { useEffect, useState, type ComponentProps } from "react";
import { Button } from "../../ui/button.tsx";
import { UndoIcon } from "../../ui/icons.tsx";
import { useSteady } from "../../ui/steady.ts";
import { useFormat, useWords } from "../../words/words.tsx";
import type { Undoable } from "./undo-store.ts";
import "./orders.css";

type DeedButtonProps = Omit<ComponentProps<typeof Button>, "onClick"> & {
  /** What is being done, as `cancelling order B12`. */
  doing: string;
  /** Pending: the button takes it back. */
  undoable: Undoable | undefined;
  /** Tells one meaning of a button that stands here from the next one. */
  scene?: string;
  onUndo: (key: string) => void;
  onClick: () => void;
};

/**
 * A deed, and in its very place the way back while there is one. The second half of a double tap
 * lands on whatever has just come up under the finger, so each meaning counts only touches made
 * since it stood still.
 */
export function DeedButton({
  doing,
  undoable,
  scene = "",
  onUndo,
  onClick,
  children,
  className,
  ...rest
}: DeedButtonProps) {
  const { orders } = useWords();
  const steady = useSteady(`${undoable?.key ?? ""} ${scene}`, true);
  if (undoable === undefined) {
    return (
      <Button
        {...rest}
        {...(className === undefined ? {} : { className })}
        onClick={onClick}
        {...steady}
      >
        {children}
      </Button>
    );
  }
  return (
    <Button
      {...(rest.size === undefined ? {} : { size: rest.size })}
      {...(rest.wide === undefined ? {} : { wide: rest.wide })}
      tone="paper"
      icon={<UndoIcon />}
      className={["deed", className ?? ""].join(" ").trim()}
      onClick={() => onUndo(undoable.key)}
      {...steady}
    >
      {/* Its name says what it takes back; the seconds are for eyes. */}
      <span className="visually-hidden">{orders.undo.named(doing)}</span>
      <span aria-hidden="true">{orders.undo.undo}</span>
      <Remaining doing={doing} undoable={undoable} />
    </Button>
  );
}

/** Says what is about to happen, or has, and for how long it can be taken back. */
function Remaining({ doing, undoable }: { doing: string; undoable: Undoable }) {
  const { orders } = useWords();
  const format = useFormat();
  const seconds = format.number(useSecondsLeft(undoable.untilMs));
  return (
    <span className="deed__what" aria-hidden="true">
      {undoable.carryOut === undefined || undoable.undo !== undefined
        ? orders.undo.done(doing, seconds)
        : orders.undo.soon(doing, seconds)}
    </span>
  );
}

function useSecondsLeft(untilMs: number): number {
  const [seconds, setSeconds] = useState(() => secondsUntil(untilMs));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsUntil(untilMs)), 200);
    return () => clearInterval(timer);
  }, [untilMs]);
  return seconds;
}

const secondsUntil = (untilMs: number): number =>
  Math.max(0, Math.ceil((untilMs - performance.now()) / 1_000));
