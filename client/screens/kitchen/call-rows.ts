/**
 * How much of what a call says fits into its rows, by the sizes of strip.css. Letters count as
 * bold, so that a call has rather more room than the sum says.
 */
import type { Type } from "./text-rows.ts";

/** What a call says, in pieces that are drawn each in its own way. */
export type Part = {
  readonly kind: "dish" | "modifier" | "removal" | "note" | "allergy" | "mark" | "about";
  readonly text: string;
};

/**
 * Between two parts, beside the space; around a mark or a warning, on every row of it; and its icon
 * with what parts it from the word. In ems.
 */
const GAP = 0.35;
const INSET = 0.9;
const ICON = 1.3;
/** Letters' own rounding. */
const SLACK = 0.98;

/**
 * Rows that these parts take at this width, in pixels. What people type flows from row to row, the
 * rest stays in one piece as long as a row has room for it.
 */
export function rowsOf(parts: readonly Part[], widthPx: number, { small, widthOf }: Type): number {
  const width = Math.max(small, widthPx * SLACK);
  const space = widthOf(" ", small);
  const gap = space + GAP * small;
  let rows = 1;
  let at = 0;
  const put = (needs: number, before: number, inset: number) => {
    if (at > 0 && at + before + needs > width) {
      rows++;
      at = inset;
    } else at += before;
    at += needs;
    // A word that is longer than a row goes on in the next.
    while (at > width) {
      rows++;
      at = at - width + Math.min(inset, width / 2);
    }
  };
  for (const { kind, text } of parts) {
    const inset = kind === "mark" || kind === "allergy" ? INSET * small : 0;
    if (kind === "note" || kind === "allergy") {
      let before = inset;
      for (const [index, word] of text.split(/\s+/).entries()) {
        put(
          widthOf(word, small) + (index === 0 && kind === "allergy" ? ICON * small : 0),
          before,
          inset,
        );
        before = space;
      }
    } else put(widthOf(kind === "removal" ? text.toUpperCase() : text, small) + inset, 0, 0);
    at += gap;
  }
  return rows;
}

/**
 * These parts on as many pages as it takes, each of which `fits`; a part that is longer than a page
 * goes on in the next.
 */
export function pagesOf(
  parts: readonly Part[],
  fits: (page: readonly Part[]) => boolean,
): readonly (readonly Part[])[] {
  const pages: Part[][] = [[]];
  for (const part of parts) {
    const page = pages.at(-1) ?? [];
    if (fits([...page, part])) page.push(part);
    else {
      const pieces = fits([part]) ? [part] : piecesOf(part, fits);
      pages.push(...pieces.map((piece) => [piece]));
    }
  }
  return pages.filter((page) => page.length > 0);
}

function piecesOf(part: Part, fits: (page: readonly Part[]) => boolean): readonly Part[] {
  const pieces: Part[] = [];
  let text = "";
  const add = (more: string, joint: string) => {
    const longer = text === "" ? more : `${text}${joint}${more}`;
    if (text === "" || fits([{ ...part, text: longer }])) text = longer;
    else {
      pieces.push({ ...part, text });
      text = more;
    }
  };
  for (const word of part.text.split(/\s+/)) {
    // A link of letters without end is broken wherever it has to be.
    if (fits([{ ...part, text: word }])) add(word, " ");
    else
      for (const [index, letter] of Array.from(word).entries()) add(letter, index === 0 ? " " : "");
  }
  return [...pieces, { ...part, text }];
}
