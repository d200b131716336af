import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const CLIENT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(CLIENT, path), "utf8");
const TOKENS = read("ui/tokens.css");

type Pair = readonly [ink: string, ground: string];

/** What stands on a ticket, and on what: must be read from two metres, by anybody. */
const TICKET: readonly Pair[] = [
  ["text", "surface"],
  ["text-soft", "surface"],
  ["text-quiet", "surface"],
  ["late-text", "surface"],
  // A line that is being made.
  ["text", "warm-ground"],
  ["text-soft", "warm-ground"],
  ["late-text", "warm-ground"],
  // Heads: calm, warm, late. The quantity of many. Notes, allergies.
  ["text", "control"],
  ["on-warm", "warm"],
  ["on-late", "late"],
  ["surface", "text"],
  ["on-paper", "paper"],
  ["on-allergy", "allergy"],
  // Marks, bold and seen; on calm, warm and late heads the seen ones stand on the card's own
  // ground.
  ["on-info", "info"],
  ["warm-text", "surface"],
  ["info-text", "surface"],
  // The strip.
  ["text", "info-ground"],
  ["late-text", "info-ground"],
  ["text", "ground"],
  ["warm-text", "ground"],
  ["late-text", "ground"],
];

/** All other words. */
const WORDS: readonly Pair[] = [
  ["text", "raised"],
  ["text-soft", "raised"],
  ["text-quiet", "raised"],
  ["text", "control-strong"],
  ["on-go", "go"],
  ["brand-text", "go-ground"],
  ["brand-text", "surface"],
  ["brand-text", "ground"],
  ["text-soft", "ground"],
  ["text-quiet", "ground"],
  ["info-text", "info-ground"],
  ["info-text", "ground"],
  ["warm-text", "warm-ground"],
  ["late-text", "late-ground"],
  ["text", "late-ground"],
  ["ground", "text"],
  ["late-text", "raised"],
  ["on-past", "past"],
];

/** Frames and drawings that say something. */
const DRAWINGS: readonly Pair[] = [
  ["line-strong", "surface"],
  ["line-strong", "ground"],
  ["focus", "surface"],
  ["focus", "ground"],
  ["focus", "control"],
  ["warm-line", "ground"],
  ["warm-line", "surface"],
  ["late", "ground"],
  ["go", "go-ground"],
  ["info", "ground"],
  ["past", "ground"],
  ["past", "control"],
  ["past", "raised"],
];

describe.each(["dark", "light"])("in the %s theme", (theme) => {
  const colours = tokensOf(theme);
  const weak = (pairs: readonly Pair[], least: number) =>
    pairs.flatMap(([ink, ground]) => {
      const contrast = contrastOf(colours.get(ink), colours.get(ground));
      return contrast >= least ? [] : [`${ink} on ${ground}: ${contrast.toFixed(2)}`];
    });

  test("the words of a ticket have a contrast of 7:1 at least", () => {
    expect(weak(TICKET, 7)).toEqual([]);
  });

  test("all other words 4.5:1", () => {
    expect(weak(WORDS, 4.5)).toEqual([]);
  });

  test("drawings and frames that say something 3:1", () => {
    expect(weak(DRAWINGS, 3)).toEqual([]);
  });
});

test("no style knows left from right: the restaurant's language does", () => {
  const rooms = [
    "app",
    "ui",
    ...readdirSync(join(CLIENT, "screens")).map((room) => `screens/${room}`),
  ];
  const physical =
    /(^|[\s;{])((margin|padding|border|inset)-(left|right)[\w-]*|left|right|border-(top|bottom)-(left|right)-radius)\s*:|(text-align|float):\s*(left|right)/;
  const found = rooms.flatMap((room) =>
    readdirSync(join(CLIENT, room))
      .filter((name) => name.endsWith(".css"))
      .flatMap((name) =>
        read(`${room}/${name}`)
          .split("\n")
          .flatMap((line, index) =>
            physical.test(line) ? [`${room}/${name}:${index + 1} ${line.trim()}`] : [],
          ),
      ),
  );
  expect(found).toEqual([]);
});

test("every size of ticket is the same where it is drawn and where it is measured", async () => {
  const rail = read("screens/kitchen/use-rail.ts");
  for (const size of ["compact", "regular", "large"]) {
    const block =
      size === "regular"
        ? /:root \{\s*--ticket-text[^}]*\}/.exec(TOKENS)?.[0]
        : new RegExp(`:root\\[data-ticket-size="${size}"\\] \\{[^}]*\\}`).exec(TOKENS)?.[0];
    const drawn = ["text", "small", "number", "width"].map((name) =>
      Number(new RegExp(`--ticket-${name}: ([\\d.]+)rem`).exec(block ?? "")?.[1]),
    );
    const measured = new RegExp(
      `${size}: \\{ text: ([\\d.]+), small: ([\\d.]+), number: ([\\d.]+), width: ([\\d.]+) \\}`,
    )
      .exec(rail)
      ?.slice(1)
      .map(Number);
    expect(measured, size).toEqual(drawn);
  }
});

/** The colours of a theme, by name; the light one changes some of the dark one's. */
function tokensOf(theme: string): ReadonlyMap<string, string> {
  const blocks = [...TOKENS.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(
    ([, selector]) =>
      selector!.includes('data-theme="dark"') ||
      (theme === "light" && selector!.includes('data-theme="light"')),
  );
  return new Map(
    blocks.flatMap(([, , body]) =>
      [...body!.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(
        ([, name, colour]) => [name!, colour!] as const,
      ),
    ),
  );
}

function contrastOf(ink: string | undefined, ground: string | undefined): number {
  if (ink === undefined || ground === undefined) return 0;
  const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/** As WCAG 2 reckons it. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
