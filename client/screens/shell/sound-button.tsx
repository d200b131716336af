import { Button } from "../../ui/button.tsx";
import { SoundIcon, SoundOffIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/words.tsx";
import { useSound } from "./use-sound.ts";

/**
 * Always in the bar and always as wide as it is on its screen, so that nothing moves when the first
 * touch of anything turns the sound on. Until a signal was seen it asks for a touch; then it plays
 * what a new ticket sounds like.
 */
export function SoundButton() {
  const { sound: words } = useWords();
  const { state, turnOn } = useSound();
  const asks = state === "blocked";
  const label = asks ? words.tapToTurnOn : words.state[state];
  return (
    <Button
      className={asks ? "sound sound--blocked" : "sound"}
      tone="quiet"
      data-sound={state}
      aria-label={label}
      title={label}
      icon={state === "proven" ? <SoundIcon /> : <SoundOffIcon />}
      disabled={state === "none"}
      onClick={() => void turnOn()}
    >
      {label}
    </Button>
  );
}
