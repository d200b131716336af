import { expect, test } from "vitest";
import { pathTo, readPlace, type FloorPlace } from "./place.ts";

test("keeps every place in the address and finds it again", () => {
  const places: FloorPlace[] = [
    { kind: "home" },
    { kind: "table", tableId: "t4" },
    { kind: "order", orderId: "o" },
    { kind: "take", tableId: "ter:1" },
    { kind: "take-out", channel: "delivery" },
    { kind: "add", orderId: "o" },
  ];
  for (const place of places) expect(readPlace(pathTo(place).split("#")[1] ?? "")).toEqual(place);
});

test("goes home from an address nobody made", () => {
  expect(
    [readPlace("table/"), readPlace("take-out/spaceship"), readPlace("x/y"), readPlace("")].map(
      (place) => place.kind,
    ),
  ).toEqual(["home", "home", "home", "home"]);
});
