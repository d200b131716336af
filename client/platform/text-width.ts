/**
 * How wide a text is in the page's own letters, bold; measured once for each text and size, and
 * anew when another typeface has arrived.
 */

const known = new Map<string, number>();
/** An evening's words. More would be somebody else's. */
const MOST_KNOWN = 20_000;
let pen: CanvasRenderingContext2D | null = null;
let family = "";
/** What the pen holds: to give it a typeface costs more than to measure a word. */
let font = "";
/** Something was measured while letters were still on their way. */
let tooEarly = false;

export function boldWidth(text: string, sizePx: number): number {
  const key = `${sizePx} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  pen ??= document.createElement("canvas").getContext("2d");
  if (family === "") family = getComputedStyle(document.documentElement).fontFamily;
  const wanted = `800 ${sizePx}px ${family}`;
  if (pen !== null && font !== wanted) pen.font = font = wanted;
  tooEarly ||= document.fonts.status === "loading";
  // A browser that draws no canvas gets a generous guess.
  const width = pen === null ? text.length * sizePx * 0.6 : pen.measureText(text).width;
  known.set(key, width);
  return width;
}

/** Calls back when letters may have become wider or narrower. */
export function onTypeface(listener: () => void): () => void {
  const changed = () => {
    known.clear();
    family = "";
    font = "";
    tooEarly = false;
    listener();
  };
  let wanted = true;
  document.fonts.addEventListener("loadingdone", changed);
  // They may have arrived between the first measuring and now.
  void document.fonts.ready.then(() => {
    if (wanted && tooEarly) changed();
  });
  return () => {
    wanted = false;
    document.fonts.removeEventListener("loadingdone", changed);
  };
}
