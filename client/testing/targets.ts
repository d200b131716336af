/**
 * Whatever a finger is meant to touch and is too small for it: 64 px for what `kitchen` selects, 48
 * px for the rest (docs/product.md#every-screen). A box that belongs to a label is as large as its
 * label; a link within a sentence is as large as its line. `within`: only there. In one piece,
 * because a proof sends it into a page.
 */
export function targetFaults(kitchen: string, within = "*"): string[] {
  const controls =
    "button, a[href], input, select, textarea, summary, [role='tab'], [role='button']";
  const dialog = document.querySelector("dialog[open]");
  return [...(dialog ?? document).querySelectorAll<HTMLElement>(controls)].flatMap((control) => {
    if (
      control.closest(within) === null ||
      control.matches(":disabled") ||
      control.closest("[aria-hidden='true']") !== null
    )
      return [];
    const label = control.matches("input[type='radio'], input[type='checkbox']")
      ? control.closest("label")
      : null;
    const { width, height } = (label ?? control).getBoundingClientRect();
    const shown = (label ?? control).checkVisibility({
      opacityProperty: true,
      visibilityProperty: true,
      contentVisibilityAuto: true,
    });
    if (!shown || width <= 1 || height <= 1) return [];
    if (control.matches("a") && getComputedStyle(control).display === "inline") return [];
    const least = control.matches(kitchen) ? 64 : 48;
    // A pixel drawn on a screen of another density may be a hair less.
    if (width >= least - 0.5 && height >= least - 0.5) return [];
    const name =
      control.getAttribute("aria-label") ??
      control.textContent?.trim().slice(0, 40) ??
      control.tagName;
    return [`${name}: ${Math.round(width)} × ${Math.round(height)}, at least ${least}`];
  });
}

/**
 * What a cook touches with a glove on: everything on a ticket, in the strip and in the bar, and
 * what a dialog does for a ticket.
 */
export const KITCHEN_TARGETS =
  ".ticket *, .strip *, .kitchen-bar *, .recall *, .more-lines__row *, .look-back__player *, .look-back__news *";
