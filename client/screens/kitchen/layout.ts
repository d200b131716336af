/**
 * Where each card stands. Cards fill columns from the top in their turn, a card is never split, and
 * one taller than the screen takes several columns. Positions are exact pixels: nothing in a card's
 * content can push another card away (docs/product.md#every-screen).
 */
export type Space = {
  readonly width: number;
  readonly height: number;
  readonly columnWidth: number;
  readonly gap: number;
};

export type Sized = {
  readonly cardId: string;
  readonly height: number;
  /** Columns it takes where it is taller than the screen. */
  readonly span?: number;
};

export type CardPlace = {
  readonly cardId: string;
  readonly page: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Columns of text inside. */
  readonly span: number;
};

export type Layout = {
  readonly places: readonly CardPlace[];
  readonly pages: number;
  readonly columns: number;
  /** One column that scrolls down: a phone. */
  readonly rail: boolean;
  /** All pages side by side on one sheet that scrolls along; else null. */
  readonly along: { readonly pageWidth: number; readonly width: number } | null;
  /** Height kept free at the foot for what does not fit in sight; 0 where everything does. */
  readonly strip: number;
  readonly height: number;
};

export const EMPTY_LAYOUT: Layout = {
  places: [],
  pages: 1,
  columns: 1,
  rail: false,
  along: null,
  strip: 0,
  height: 0,
};

export const columnsIn = ({ width, columnWidth, gap }: Space): number =>
  Math.max(1, Math.floor((width + gap) / (columnWidth + gap)));

/** What a column gets of the space: as much as it wants, or more. */
export const columnWidthIn = (space: Space): number =>
  Math.floor((space.width - space.gap * (columnsIn(space) - 1)) / columnsIn(space));

/**
 * Where not everything is in sight, a strip of `strip` pixels stays free at the foot. Sizes depend
 * on the height there is: tall cards take more columns.
 */
export function layOutWithStrip(
  sizesAt: (height: number) => Iterable<Sized>,
  space: Space,
  scrolls: boolean,
  strip: number,
): Layout {
  if (isAllInSight(sizesAt(space.height), space))
    return layOut(sizesAt(space.height), space, scrolls);
  const height = columnsIn(space) === 1 ? space.height : space.height - strip - space.gap;
  return { ...layOut(sizesAt(height), { ...space, height }, scrolls), strip };
}

/** The first card that is not in sight ends it: those after it need not be measured to know. */
function isAllInSight(cards: Iterable<Sized>, space: Space): boolean {
  for (const { page, y, height } of placesOf(cards, space))
    if (page > 0 || y + height > space.height) return false;
  return true;
}

/**
 * A screen of one column scrolls down; wider ones have pages, or with `scrolls` one long rail of
 * them.
 */
export function layOut(cards: Iterable<Sized>, space: Space, scrolls = false): Layout {
  const columns = columnsIn(space);
  const rail = columns === 1;
  const places = [...placesOf(cards, space)];
  const last = places.at(-1);
  const pages = last === undefined ? 1 : last.page + 1;
  const height = !rail ? space.height : last === undefined ? 0 : last.y + last.height;
  if (rail || !scrolls) return { places, pages, columns, rail, along: null, strip: 0, height };
  const pageWidth = columns * (columnWidthIn(space) + space.gap);
  const used = Math.max(
    0,
    ...places.filter((place) => place.page === pages - 1).map((place) => place.x + place.width),
  );
  const along = { pageWidth, width: (pages - 1) * pageWidth + used };
  return {
    places: places.map((place) => ({
      ...place,
      x: place.x + place.page * pageWidth,
      column: place.column + place.page * columns,
    })),
    pages,
    columns,
    rail,
    along,
    strip: 0,
    height,
  };
}

/** Each card's place, one after the other: where one stands depends only on those before it. */
function* placesOf(cards: Iterable<Sized>, space: Space): Generator<CardPlace> {
  const columns = columnsIn(space);
  const rail = columns === 1;
  const width = columnWidthIn(space);
  let page = 0;
  let column = 0;
  let y = 0;
  const nextColumn = () => {
    column++;
    y = 0;
    if (column < columns) return;
    column = 0;
    page++;
  };
  for (const { cardId, height, span: needs = Math.ceil(height / space.height) } of cards) {
    const span = rail || height <= space.height ? 1 : Math.min(columns, Math.max(2, needs));
    const tall = rail ? height : Math.min(height, space.height);
    if (!rail && y > 0 && (span > 1 || y + tall > space.height)) nextColumn();
    if (column + span > columns) {
      column = 0;
      page++;
    }
    const wide = width * span + space.gap * (span - 1);
    yield {
      cardId,
      page,
      column,
      x: column * (width + space.gap),
      y,
      width: wide,
      height: span > 1 ? space.height : tall,
      span,
    };
    if (span > 1) {
      column += span - 1;
      nextColumn();
    } else y += tall + space.gap;
  }
}

/**
 * `next`, with the very places of `before` where they are alike, and `before` itself where all is:
 * what did not move need not be drawn again.
 */
export function keepPlaces(before: Layout, next: Layout): Layout {
  const known = new Map(before.places.map((place) => [place.cardId, place]));
  const places = next.places.map((place) => {
    const old = known.get(place.cardId);
    return old !== undefined && isSamePlace(old, place) ? old : place;
  });
  const moved =
    places.length !== before.places.length ||
    places.some((place, index) => place !== before.places[index]);
  return !moved && isSameFrame(before, next) ? before : { ...next, places };
}

const isSameFrame = (a: Layout, b: Layout): boolean =>
  a.columns === b.columns &&
  a.rail === b.rail &&
  a.strip === b.strip &&
  a.height === b.height &&
  a.along?.pageWidth === b.along?.pageWidth &&
  a.along?.width === b.along?.width;

/**
 * Does every card of `shown` that still exists stand in `wanted` exactly where it stands now? Then
 * taking `wanted` moves nothing.
 */
export function movesNothing(shown: Layout, wanted: Layout): boolean {
  if (
    shown.columns !== wanted.columns ||
    shown.strip !== wanted.strip ||
    (shown.along === null) !== (wanted.along === null)
  )
    return false;
  const next = new Map(wanted.places.map((place) => [place.cardId, place]));
  return shown.places.every((place) => {
    const to = next.get(place.cardId);
    return to !== undefined && isSamePlace(place, to);
  });
}

const isSamePlace = (a: CardPlace, b: CardPlace): boolean =>
  a.page === b.page &&
  a.x === b.x &&
  a.y === b.y &&
  a.width === b.width &&
  a.height === b.height &&
  a.span === b.span;

export type Direction = "left" | "right" | "up" | "down";

/** The card in that direction among these, or the one it started from. */
export function neighbour(
  places: readonly CardPlace[],
  from: string | null,
  direction: Direction,
): string | null {
  const start = places.find((place) => place.cardId === from);
  if (start === undefined) return places[0]?.cardId ?? null;
  const beside = direction === "left" || direction === "right";
  const candidates = places.filter((place) => {
    if (place === start) return false;
    if (beside)
      return direction === "left" ? place.column < start.column : place.column > start.column;
    return (
      place.column === start.column && (direction === "up" ? place.y < start.y : place.y > start.y)
    );
  });
  const distance = (place: CardPlace) =>
    beside
      ? Math.abs(place.column - start.column) * 100_000 + Math.abs(place.y - start.y)
      : Math.abs(place.y - start.y);
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0]?.cardId ?? start.cardId;
}
