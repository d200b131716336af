/**
 * Sound made by the browser itself, without files. A browser may refuse to play until somebody has
 * touched the page, and may fall silent again (a call, another app), so nothing here is believed:
 * `proven` means that the audio clock runs and that a signal was seen going through.
 */
export type SoundTone = {
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
  /**
   * Tries to wake the sound and to prove it; what a touch asks for. True when a signal was seen.
   */
  prove(): Promise<boolean>;
  /** Plays now, or not at all: an old sound is worse than none. `volume` from 0 to 1. */
  play(tune: readonly SoundTone[], volume: number): void;
};

/**
 * How far ahead sound is made, in seconds. A tune that comes a fifth of a second later is no older;
 * made as soon as could be, it woke an idle tablet a hundred times a second, which was half of all
 * that it did.
 */
const LATENCY_S = 0.2;
/**
 * A proof is given up after so many looks, three seconds at least. Counted, not timed: a page that
 * was kept from looking for a while has not looked, and a busy tablet with a good speaker must not
 * be told to turn its sound on.
 */
const LOOKS = 60;
const LOOK_EVERY_MS = 50;
/** A sound that would come later than this is not played: it would tell of the past. */
const LATEST_MS = 3_000;

let only: Sound | null = null;

/** The page's sound; there is one, because a browser counts them. */
export function pageSound(): Sound {
  only ??=
    "AudioContext" in globalThis
      ? start()
      : {
          state: () => "none",
          onChange: () => undefined,
          prove: async () => false,
          play: () => undefined,
        };
  return only;
}

function start(): Sound {
  const listeners = new Set<() => void>();
  let opened: { readonly context: AudioContext; readonly loud: GainNode } | null = null;
  let seen = false;
  /**
   * When the tune that plays now ends, on the audio clock: tunes follow each other, so that each is
   * recognised.
   */
  let busyUntil = 0;
  let proving: Promise<boolean> | null = null;
  /** How often the proof under way still looks. */
  let looks = 0;

  const tell = () => {
    for (const listener of listeners) listener();
  };
  const open = (): AudioContext => {
    if (opened !== null) return opened.context;
    const made = new AudioContext({ latencyHint: LATENCY_S });
    const loud = made.createGain();
    opened = { context: made, loud };
    // Kitchens are loud: a compressor lets tones be loud without tearing.
    loud.connect(made.createDynamicsCompressor()).connect(made.destination);
    made.addEventListener("statechange", () => {
      if (made.state !== "running") seen = false;
      tell();
    });
    return made;
  };
  /**
   * Whoever asks while a proof is under way may bring the touch that it lacks: the browser is asked
   * again, and has as long again.
   */
  const wake = () => {
    looks = LOOKS;
    // Without a touch this may never settle, so nobody waits for it.
    void open()
      .resume()
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error;
      });
  };
  const prove = async (): Promise<boolean> => {
    const heard = open();
    const probe = probeOf(heard);
    let signal = false;
    for (; !signal && looks > 0; looks--) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      signal = heard.state === "running" && probe.isSeen();
    }
    probe.end();
    seen = signal;
    tell();
    return signal;
  };

  return {
    state: () => (seen && opened?.context.state === "running" ? "proven" : "blocked"),
    onChange: (listener) => void listeners.add(listener),
    prove() {
      wake();
      return (proving ??= prove().finally(() => (proving = null)));
    },
    play(tune, volume) {
      if (opened === null || opened.context.state !== "running" || volume <= 0) return;
      const { context, loud } = opened;
      const from = Math.max(context.currentTime, busyUntil);
      if (from - context.currentTime > LATEST_MS / 1000) return;
      loud.gain.value = volume;
      schedule(context, loud, tune, from);
      busyUntil = from + Math.max(...tune.map((tone) => tone.atMs + tone.lastsMs)) / 1000 + 0.1;
    },
  };
}

/**
 * A tone that an analyser sees and nobody hears. It sounds until it is ended, so that no look can
 * miss it.
 */
function probeOf(context: AudioContext): { isSeen: () => boolean; end: () => void } {
  const source = context.createOscillator();
  const analyser = context.createAnalyser();
  const silence = context.createGain();
  silence.gain.value = 0;
  source.connect(analyser).connect(silence).connect(context.destination);
  source.start();
  const wave = new Float32Array(analyser.fftSize);
  return {
    isSeen() {
      analyser.getFloatTimeDomainData(wave);
      return wave.some((value) => Math.abs(value) > 0.01);
    },
    end() {
      source.stop();
      silence.disconnect();
    },
  };
}

/** From `start` on, on the audio clock. */
function schedule(
  context: AudioContext,
  into: AudioNode,
  tune: readonly SoundTone[],
  start: number,
): void {
  for (const { pitch, atMs, lastsMs, wave = "triangle" } of tune) {
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
  }
}
