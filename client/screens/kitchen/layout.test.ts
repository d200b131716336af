import { describe, expect, test } from "vitest";
import {
  keepPlaces,
  layOut,
  layOutWithStrip,
  movesNothing,
  neighbour,
  type Sized,
} from "./layout.ts";

const space = { width: 1_000, height: 600, columnWidth: 300, gap: 20 };
const cards = (...heights: number[]): Sized[] =>
  heights.map((height, index) => ({ cardId: `c${index}`, height }));
const spots = (list: Sized[]) =>
  layOut(list, space).places.map(({ page, column, y }) => [page, column, y]);

describe("layOut", () => {
  test("fills columns from the top and never splits a card", () => {
    expect(spots(cards(280, 300, 200, 400))).toEqual([
      [0, 0, 0],
      [0, 0, 300],
      [0, 1, 0],
      [0, 2, 0],
    ]);
  });

  test("turns the page when the columns are full", () => {
    const layout = layOut(cards(500, 500, 500, 500), space);
    expect(layout.places.map((place) => place.page)).toEqual([0, 0, 0, 1]);
    expect(layout.pages).toBe(2);
  });

  test("gives a card that is taller than the screen several columns, on the next page where they do not fit", () => {
    const layout = layOut(cards(280, 280, 1_100, 100), space);
    expect(layout.places[2]).toMatchObject({
      page: 0,
      column: 1,
      span: 2,
      y: 0,
      height: 600,
      width: 660,
    });
    expect(layout.places[3]).toMatchObject({ page: 1, column: 0 });
    expect(layOut(cards(500, 500, 1_100), space).places[2]).toMatchObject({
      page: 1,
      column: 0,
      span: 2,
    });
  });

  test("is a rail on a phone: one column, no pages, as tall as its cards", () => {
    const layout = layOut(cards(300, 900, 200), { ...space, width: 390 });
    expect(layout).toMatchObject({ rail: true, pages: 1, height: 1_440 });
    expect(layout.places.map((place) => place.y)).toEqual([0, 320, 1_240]);
  });

  test("lays the pages side by side where one wants a rail", () => {
    const layout = layOut(cards(500, 500, 500, 500), space, true);
    expect(layout.places.map(({ page, column, x }) => [page, column, x])).toEqual([
      [0, 0, 0],
      [0, 1, 340],
      [0, 2, 680],
      [1, 3, 1_020],
    ]);
    expect(layout).toMatchObject({ rail: false, along: { pageWidth: 1_020, width: 1_340 } });
    expect(neighbour(layout.places, "c2", "right")).toBe("c3");
  });

  test("never lays one card over another", () => {
    const many = cards(...Array.from({ length: 60 }, (_, index) => 120 + ((index * 137) % 700)));
    const { places } = layOut(many, space);
    for (const a of places) {
      for (const b of places) {
        const apart =
          a === b ||
          a.page !== b.page ||
          a.x + a.width <= b.x ||
          b.x + b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
  });
});

describe("the strip at the foot", () => {
  const at = (list: Sized[]) => layOutWithStrip(() => list, space, false, 80);

  test("takes no room while everything is in sight", () => {
    expect(at(cards(600, 600, 600))).toEqual(layOut(cards(600, 600, 600), space));
  });

  test("takes its room from every page as soon as there is a second one", () => {
    const layout = at(cards(480, 480, 480, 480));
    expect(layout).toMatchObject({ strip: 80, pages: 2, height: 500 });
    expect(Math.max(...layout.places.map((place) => place.y + place.height))).toBeLessThanOrEqual(
      500,
    );
  });

  test("asks anew how many columns a tall card needs in the lower room", () => {
    const asked: number[] = [];
    const sizesAt = (height: number): Sized[] => {
      asked.push(height);
      return [{ cardId: "tall", height: 900, span: height < 600 ? 3 : 2 }, ...cards(500, 500)];
    };
    expect(layOutWithStrip(sizesAt, space, false, 80).places[0]).toMatchObject({
      span: 3,
      height: 500,
    });
    expect(asked).toEqual([600, 500]);
  });

  test("asks for no more sizes than it takes to know that not all fits", () => {
    const asked: number[] = [];
    function* sizesAt(height: number): Generator<Sized> {
      for (const card of cards(...Array.from({ length: 100 }, () => 200))) {
        asked.push(height);
        yield card;
      }
    }
    layOutWithStrip(sizesAt, space, false, 80);
    expect(asked.filter((height) => height === space.height).length).toBeLessThan(20);
  });

  test("lies over the foot of a phone's rail, which scrolls behind it", () => {
    const phone = { ...space, width: 390 };
    expect(layOutWithStrip(() => cards(300, 200), phone, false, 80).strip).toBe(0);
    expect(layOutWithStrip(() => cards(300, 900), phone, false, 80)).toMatchObject({
      rail: true,
      strip: 80,
      height: 1_220,
    });
  });
});

test("keeps the very places of what did not move, so that nothing of it is drawn again", () => {
  const before = layOut(cards(300, 300, 300), space);
  const after = keepPlaces(before, layOut(cards(300, 200, 300), space));
  expect(after.places.map((place, index) => place === before.places[index])).toEqual([
    true,
    false,
    false,
  ]);
  expect(keepPlaces(before, layOut(cards(300, 300, 300), space))).toBe(before);
  expect(keepPlaces(before, { ...before, strip: 80 })).not.toBe(before);
});

describe("movesNothing", () => {
  const before = layOut(cards(300, 300, 300), space);

  test("lets a card arrive at the end", () => {
    expect(movesNothing(before, layOut(cards(300, 300, 300, 100), space))).toBe(true);
  });

  test("does not let a card leave from the middle, nor grow", () => {
    expect(
      movesNothing(
        before,
        layOut(
          cards(300, 300, 300).filter((_, index) => index !== 1),
          space,
        ),
      ),
    ).toBe(false);
    expect(movesNothing(before, layOut(cards(310, 300, 300), space))).toBe(false);
  });
});

test("moves the choice to the nearest card in a direction, and stays at the edge", () => {
  const { places } = layOut(cards(280, 300, 200, 400), space);
  expect(neighbour(places, null, "right")).toBe("c0");
  expect(neighbour(places, "c0", "down")).toBe("c1");
  expect(neighbour(places, "c1", "right")).toBe("c2");
  expect(neighbour(places, "c2", "left")).toBe("c0");
  expect(neighbour(places, "c3", "right")).toBe("c3");
});
