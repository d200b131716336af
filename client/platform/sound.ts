/**
 * Sound made by the browser itself, without files. A browser may refuse to play until somebody has touched the page, and may fall silent again
 * (a call, another app), so nothing here is believed: `proven` means that the audio clock runs and that a signal was seen going through.
 */
export type Tone = {
  /** In Hz, the fundamental. */
  readonly pitch: number;
  /** From the start of the tune, in ms. */
  readonly atMs: number;
  readonly lastsMs: number;
  readonly wave?: OscillatorType;
};

/** `none`: this browser has no sound at all. */
export type SoundState = "proven" | "blocked" | "none";

export type Sound = {
  state(): SoundState;
  onChange(listener: () => void): void;
  /** Tries to wake the sound and to prove it; what a touch asks for. True when a signal was seen. */
  prove(): Promise<boolean>;
  /** Plays now, or not at all: an old sound is worse than none. `volume` from 0 to 1. */
  play(tune: readonly Tone[], volume: number): void;
};

/**
 * How far ahead sound is made, in seconds. A tune that comes a fifth of a second later is no older; made as soon as could be, it woke an idle
 * tablet a hundred times a second, which was half of all that it did.
 */
const LATENCY_S = 0.2;
const PROOF_MS = 1_000;
const LOOK_EVERY_MS = 20;
/** Loud enough for the analyser, which hears it before it is turned down; and longer than what is made in one go, so that no look can miss it. */
const PROBE: readonly Tone[] = [{ pitch: 220, atMs: 0, lastsMs: 500 }];
/** A sound that would come later than this is not played: it would tell of the past. */
const LATEST_MS = 3_000;

let only: Sound | null = null;

/** The page's sound; there is one, because a browser counts them. */
export function pageSound(): Sound {
  only ??= "AudioContext" in globalThis ? start() : { state: () => "none", onChange: () => undefined, prove: async () => false, play: () => undefined };
  return only;
}

function start(): Sound {
  const listeners = new Set<() => void>();
  let context: AudioContext | null = null;
  let analyser: AnalyserNode | null = null;
  let loud: GainNode | null = null;
  let seen = false;
  /** When the tune that plays now ends, on the audio clock: tunes follow each other, so that each is recognised. */
  let busyUntil = 0;
  let proving: Promise<boolean> | null = null;
  /** When the proof under way is given up. */
  let until = 0;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const open = (): AudioContext => {
    if (context !== null) return context;
    const made = new AudioContext({ latencyHint: LATENCY_S });
    context = made;
    analyser = made.createAnalyser();
    loud = made.createGain();
    // Kitchens are loud: a compressor lets tones be loud without tearing.
    analyser.connect(loud).connect(made.createDynamicsCompressor()).connect(made.destination);
    made.addEventListener("statechange", () => {
      if (made.state !== "running") seen = false;
      tell();
    });
    return made;
  };
  const sees = (): boolean => {
    if (analyser === null) return false;
    const wave = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(wave);
    return wave.some((value) => Math.abs(value) > 0.01);
  };
  /** Whoever asks while a proof is under way may bring the touch that it lacks: the browser is asked again, and has as long again. */
  const wake = () => {
    until = performance.now() + PROOF_MS;
    // Without a touch this may never settle, so nobody waits for it.
    void open().resume().catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error;
    });
  };
  const prove = async (): Promise<boolean> => {
    const heard = open();
    let silence: (() => void) | null = null;
    let signal = false;
    while (!signal && performance.now() < until) {
      if (heard.state === "running") {
        if (silence === null && analyser !== null && loud !== null) {
          loud.gain.value = 0;
          silence = schedule(heard, analyser, PROBE, heard.currentTime);
        }
        signal = sees();
      }
      if (!signal) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    // Not to be heard below the tune that may follow.
    silence?.();
    seen = signal;
    tell();
    return signal;
  };

  return {
    state: () => (seen && context?.state === "running" ? "proven" : "blocked"),
    onChange: (listener) => void listeners.add(listener),
    prove() {
      wake();
      return (proving ??= prove().finally(() => (proving = null)));
    },
    play(tune, volume) {
      if (context === null || analyser === null || loud === null || context.state !== "running" || volume <= 0) return;
      const from = Math.max(context.currentTime, busyUntil);
      if (from - context.currentTime > LATEST_MS / 1000) return;
      loud.gain.value = volume;
      schedule(context, analyser, tune, from);
      busyUntil = from + Math.max(...tune.map((tone) => tone.atMs + tone.lastsMs)) / 1000 + 0.1;
    },
  };
}

/** From `start` on, on the audio clock. What it answers ends the tune at once. */
function schedule(context: AudioContext, into: AudioNode, tune: readonly Tone[], start: number): () => void {
  const sources = tune.map(({ pitch, atMs, lastsMs, wave = "triangle" }) => {
    const from = start + atMs / 1000;
    const to = from + lastsMs / 1000;
    const source = context.createOscillator();
    const shape = context.createGain();
    source.type = wave;
    source.frequency.value = pitch;
    // Edges of a few milliseconds: a tone that starts at once clicks.
    shape.gain.setValueAtTime(0, from);
    shape.gain.linearRampToValueAtTime(0.9, from + 0.008);
    shape.gain.setValueAtTime(0.9, Math.max(from + 0.008, to - 0.03));
    shape.gain.linearRampToValueAtTime(0, to);
    source.connect(shape).connect(into);
    source.start(from);
    source.stop(to);
    return source;
  });
  return () => sources.forEach((source) => source.stop());
}
