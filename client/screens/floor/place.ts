/**
 * Where on the floor screen a person is, as the address's fragment: the tablet's back gesture then
 * does what it should.
 */
export type FloorPlace =
  | { readonly kind: "home" }
  | { readonly kind: "table"; readonly tableId: string }
  | { readonly kind: "order"; readonly orderId: string }
  | { readonly kind: "take"; readonly tableId: string }
  | { readonly kind: "take-out"; readonly channel: "takeaway" | "delivery" }
  | { readonly kind: "add"; readonly orderId: string };

export function readPlace(fragment: string): FloorPlace {
  const [kind, id = ""] = fragment.split("/");
  if (id === "") return { kind: "home" };
  switch (kind) {
    case "table":
      return { kind, tableId: id };
    case "order":
      return { kind, orderId: id };
    case "take":
      return { kind, tableId: id };
    case "take-out":
      return id === "takeaway" || id === "delivery" ? { kind, channel: id } : { kind: "home" };
    case "add":
      return { kind, orderId: id };
    default:
      return { kind: "home" };
  }
}

export function pathTo(place: FloorPlace): string {
  switch (place.kind) {
    case "home":
      return "/floor";
    case "table":
      return `/floor#table/${place.tableId}`;
    case "order":
      return `/floor#order/${place.orderId}`;
    case "take":
      return `/floor#take/${place.tableId}`;
    case "take-out":
      return `/floor#take-out/${place.channel}`;
    case "add":
      return `/floor#add/${place.orderId}`;
    default:
      return place satisfies never;
  }
}
