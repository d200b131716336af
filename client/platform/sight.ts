/** How large an element is, where it stands, and whether a person sees it. */

/**
 * Is all of it in sight, as far as the page and the boxes around it that scroll or clip go? A pixel
 * of rounding aside.
 */
export function isWholeInSight(element: Element): boolean {
  const box = element.getBoundingClientRect();
  const isIn = ({ left, top, right, bottom }: Pick<DOMRect, "left" | "top" | "right" | "bottom">) =>
    box.left >= left - 1 &&
    box.top >= top - 1 &&
    box.right <= right + 1 &&
    box.bottom <= bottom + 1;
  for (
    let around = element.parentElement;
    around !== null && around !== document.body;
    around = around.parentElement
  ) {
    if (getComputedStyle(around).overflowY !== "visible" && !isIn(around.getBoundingClientRect()))
      return false;
  }
  return isIn({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
}

/**
 * What is pinned over a ticket's body takes so much of its height, in pixels: all of it but what
 * the head and the notes gave up instead.
 */
export function pinnedHeight(body: Element): number {
  const card = body.parentElement;
  const pinned = card?.querySelector<HTMLElement>("[data-pinned]")?.offsetHeight ?? 0;
  const given = [...(card?.querySelectorAll(".head, .ticket__notes") ?? [])].reduce(
    (sum, it) => sum + Math.max(0, it.scrollHeight - it.clientHeight),
    0,
  );
  return pinned - given;
}

/**
 * What the ticket `cardId` warns of in its drawing: of what is still to be made; where warnings are
 * pinned, those.
 */
export function warningsOn(cardId: string): readonly Element[] {
  const card = document.querySelector(`[data-card="${CSS.escape(cardId)}"]`);
  if (card === null) return [];
  const pinned = card.querySelector("[data-pinned]") !== null;
  return [...card.querySelectorAll("[data-allergy]")].filter(
    (it) =>
      it.closest(".line--ready, .line--cancelled") === null &&
      (!pinned || it.closest(".ticket__body") === null),
  );
}

/** The size of an element's content box, as soon as a frame is laid out and at every change. */
export function observeSize(
  element: Element,
  listener: (size: { width: number; height: number }) => void,
): () => void {
  const observer = new ResizeObserver((entries) => {
    const box = entries[0]?.contentRect;
    if (box !== undefined) listener({ width: box.width, height: box.height });
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/**
 * The same, and at once: for what is to be in the very first frame. Only of elements without
 * padding.
 */
export function observeSizeFromNow(
  element: HTMLElement,
  listener: (size: { width: number; height: number }) => void,
): () => void {
  const { width, height } = element.getBoundingClientRect();
  listener({
    width: width - (element.offsetWidth - element.clientWidth),
    height: height - (element.offsetHeight - element.clientHeight),
  });
  return observeSize(element, listener);
}

/**
 * Says in an element's style where it stood at first (`--first`) and how tall it has been
 * (`--tallest`), in px, since the window has its size. One that goes by that (`data-placed`) moves
 * nothing under a finger when something comes or leaves.
 */
export function tellPlace(element: HTMLElement): () => void {
  const tell = (): void =>
    element.style.setProperty("--tallest", `${element.getBoundingClientRect().height}px`);
  const begin = (): void => {
    delete element.dataset["placed"];
    element.style.removeProperty("--tallest");
    element.style.setProperty("--first", `${element.offsetTop}px`);
    tell();
    element.dataset["placed"] = "";
  };
  begin();
  const stop = observeSize(element, tell);
  addEventListener("resize", begin);
  return () => {
    stop();
    removeEventListener("resize", begin);
  };
}

/**
 * Tells which observed elements are wholly in sight: not cut off by the window, nor by anything
 * that scrolls or hides around them.
 */
export function observeSight(listener: (element: Element, inSight: boolean) => void): {
  watch(element: Element): () => void;
  close(): void;
} {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
        // What is taller than what it scrolls in can never be seen at once: as much of it as there
        // is room for will do.
        listener(
          target,
          isIntersecting &&
            (intersectionRatio >= WHOLE || intersectionRect.height >= WHOLE * roomOf(target)),
        );
      }
    },
    { threshold: [0, 0.2, 0.4, 0.6, 0.8, WHOLE, 1] },
  );
  return {
    watch(element) {
      observer.observe(element);
      return () => observer.unobserve(element);
    },
    close: () => observer.disconnect(),
  };
}

/** All but a border's width. */
const WHOLE = 0.95;

function roomOf(element: Element): number {
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (
      around.scrollHeight > around.clientHeight + 1 &&
      getComputedStyle(around).overflowY !== "visible"
    )
      return around.clientHeight;
  }
  return window.innerHeight;
}
