/**
 * Faults of the bars that are drawn now, each in a sentence: what a person could not read, or not
 * touch.
 * - BAR-1 Words stay within their control, whole. What ends in three dots says the rest elsewhere:
 *   how much there is beside the title, and what needs somebody.
 * - BAR-2 No control lies over another, and none leaves the window but in a row that scrolls.
 * - BAR-3 The page is as wide as the window.
 * - BAR-4 The frame of a screen that is not proven fresh lies over nothing that is touched.
 * - BAR-5 Whatever the link's state, the bar is as high as while it is live, and what is touched
 *   stands in the same row (`placesInBar`).
 */
export function barFaults(): string[] {
  const wide = document.documentElement.scrollWidth - innerWidth;
  return [...(wide > 0 ? [`the page is ${wide} px too wide`] : []), ...bars().flatMap(faultsIn)];
}

/**
 * Of the bar at the top: its height without the sentence that has a row of its own while a screen
 * is not proven fresh, and where each control begins, in px.
 */
export function placesInBar(): {
  readonly height: number;
  readonly tops: Readonly<Record<string, number>>;
} {
  const bar = document.querySelector<HTMLElement>(".shell__bar");
  const stale = bar?.querySelector<HTMLElement>(".stale") ?? null;
  if (bar === null) return { height: 0, tops: {} };
  const rowOfItsOwn =
    stale !== null && getComputedStyle(stale).flexBasis === "100%"
      ? stale.offsetHeight + Number.parseFloat(getComputedStyle(bar).rowGap)
      : 0;
  // The link's own words are of any length, within the row.
  const still = controlsOf(bar).filter((it) => !it.matches(".link-badge, .cautions"));
  return {
    height: Math.round(bar.offsetHeight - rowOfItsOwn),
    tops: Object.fromEntries(
      still.map((it, index) => [
        `${index} ${it.className}`,
        Math.round(it.getBoundingClientRect().top),
      ]),
    ),
  };
}

const bars = (): HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(
    ".shell__bar, .kitchen-bar, .tabs__list, .guest__head, .guest__bar",
  ),
];

function faultsIn(bar: HTMLElement): string[] {
  const controls = controlsOf(bar);
  const frame = frameWidth();
  const scrolls = getComputedStyle(bar).overflowX === "auto";
  return controls.flatMap((control, index) => {
    const box = control.getBoundingClientRect();
    const leaves = !scrolls && (box.left < -0.5 || box.right > innerWidth + 0.5);
    const framed =
      !scrolls &&
      frame > 0 &&
      (box.left < frame ||
        box.right > innerWidth - frame ||
        box.top < frame ||
        box.bottom > innerHeight - frame);
    const under = controls
      .slice(index + 1)
      .filter((other) => isOver(box, other.getBoundingClientRect()));
    return [
      ...(framed ? [`the frame lies over ${nameOf(control)}`] : []),
      ...(leaves ? [`${nameOf(control)} leaves the window`] : []),
      ...(wordsIn(control).some((words) => !isIn(words, box))
        ? [`words leave ${nameOf(control)}`]
        : []),
      ...under.map((other) => `${nameOf(control)} lies over ${nameOf(other)}`),
    ];
  });
}

function frameWidth(): number {
  const frame = document.querySelector(".frame");
  return frame === null ? 0 : Number.parseFloat(getComputedStyle(frame).borderTopWidth);
}

const controlsOf = (bar: HTMLElement): HTMLElement[] =>
  [...bar.querySelectorAll<HTMLElement>("button, a, [role='tab']")].filter(
    (it) => it.getBoundingClientRect().width > 1,
  );

const nameOf = (control: HTMLElement): string =>
  `“${(control.textContent?.trim() || control.getAttribute("aria-label") || "").slice(0, 60)}” (${control.className})`;

/** The boxes of what is written on it, as far as it is drawn. */
function wordsIn(control: HTMLElement): DOMRect[] {
  const walker = document.createTreeWalker(control, NodeFilter.SHOW_TEXT);
  const found: DOMRect[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const around = node.parentElement;
    if (
      around === null ||
      around.closest(".visually-hidden, .needs-bar .button__text") !== null ||
      getComputedStyle(around).clipPath !== "none"
    )
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    found.push(...range.getClientRects());
  }
  return found;
}

const isIn = (inner: DOMRect, outer: DOMRect): boolean =>
  inner.left >= outer.left - 0.5 &&
  inner.right <= outer.right + 0.5 &&
  inner.top >= outer.top - 0.5 &&
  inner.bottom <= outer.bottom + 0.5;

const isOver = (a: DOMRect, b: DOMRect): boolean =>
  a.left < b.right - 0.5 &&
  b.left < a.right - 0.5 &&
  a.top < b.bottom - 0.5 &&
  b.top < a.bottom - 0.5;
