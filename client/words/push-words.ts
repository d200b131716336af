/**
 * What a notification says, in both languages. A dictionary of its own, because the service worker
 * carries it and needs no other word.
 */
import type { PushPayload } from "#shared/api/push.ts";
import { unreachable } from "#shared/kernel/assert.ts";
import { dateFormat, written } from "./intl.ts";

export type PushText = { readonly title: string; readonly body: string };

/** An order that a notification is about. */
export type ToldOrder = { readonly number: string; readonly table: string | null };

const english = {
  unheard: (number: string) => `Order ${number} has not been heard`,
  unheardMany: (count: number) => `${count} orders have not been heard`,
  unheardBody: "No kitchen screen has shown it.",
  unscreened: (stations: string, number: string) => `No screen shows ${stations}: order ${number}`,
  unscreenedMany: (stations: string, count: number) =>
    `No screen shows ${stations}: ${count} orders`,
  unscreenedBody: "Show it on a kitchen screen: nobody there sees the order.",
  left: (stations: string) => `No screen shows ${stations} any more`,
  leftBody: "Orders for it reach nobody until a kitchen screen shows it again.",
  waiting: (number: string) => `Order ${number} waits for a yes`,
  waitingMany: (count: number) => `${count} orders wait for a yes`,
  waitingBody: "Nobody has accepted it yet.",
  silent: (device: string) => `${device} has gone silent`,
  silentBody: (time: string) => `Not heard of since ${time}, and orders are open.`,
  crowded: (label: string) => `Many orders at table ${label}`,
  crowdedBody: (count: number) =>
    `${count} orders from phones wait there. Clear and close the table, or say that it is fine.`,
  guessed: "Somebody is guessing pairing codes",
  guessedBody: (count: number) =>
    `${count} wrong codes within an hour, and none was right. Let your own code run out, unless you are pairing a device just now.`,
  table: (label: string) => `Table ${label}`,
  test: "Alarms reach this phone",
  testBody: "This was only a test.",
  unknown: "Heard has something to tell you",
  unknownBody: "Open the board.",
};

const spanish: typeof english = {
  unheard: (number) => `El pedido ${number} no se ha oído`,
  unheardMany: (count) => `${count} pedidos no se han oído`,
  unheardBody: "Ninguna pantalla de cocina lo ha mostrado.",
  unscreened: (stations, number) => `Ninguna pantalla muestra ${stations}: pedido ${number}`,
  unscreenedMany: (stations, count) => `Ninguna pantalla muestra ${stations}: ${count} pedidos`,
  unscreenedBody: "Muéstrela en una pantalla de cocina: allí nadie ve el pedido.",
  left: (stations) => `Ninguna pantalla muestra ya ${stations}`,
  leftBody: "Sus pedidos no llegan a nadie hasta que una pantalla de cocina la muestre de nuevo.",
  waiting: (number) => `El pedido ${number} espera un sí`,
  waitingMany: (count) => `${count} pedidos esperan un sí`,
  waitingBody: "Nadie lo ha aceptado todavía.",
  silent: (device) => `${device} se ha quedado en silencio`,
  silentBody: (time) => `Sin noticias desde las ${time}, y hay pedidos abiertos.`,
  crowded: (label) => `Muchos pedidos en la mesa ${label}`,
  crowdedBody: (count) =>
    `Allí esperan ${count} pedidos hechos con el móvil. Vacíe y cierre la mesa, o diga que está bien.`,
  guessed: "Alguien intenta adivinar códigos de emparejamiento",
  guessedBody: (count) =>
    `${count} códigos erróneos en una hora, y ninguno acertó. Deje caducar el suyo, salvo que esté emparejando un dispositivo ahora mismo.`,
  table: (label) => `Mesa ${label}`,
  test: "Los avisos llegan a este teléfono",
  testBody: "Solo era una prueba.",
  unknown: "Heard tiene algo que decirle",
  unknownBody: "Abra el panel.",
};

/**
 * `payload` null: somebody must be shown something, and it could not be read. `orders`: all that
 * the notification is about, this one among them.
 */
export function pushText(
  payload: PushPayload | null,
  locale: string,
  orders: readonly ToldOrder[] = [],
): PushText {
  const words = locale.startsWith("es") ? spanish : english;
  if (payload === null) return { title: words.unknown, body: words.unknownBody };
  switch (payload.kind) {
    case "order_unheard":
    case "order_waiting": {
      const unheard = payload.kind === "order_unheard";
      if (orders.length > 1)
        return {
          title: unheard ? words.unheardMany(orders.length) : words.waitingMany(orders.length),
          body: orders.map((order) => named(order, words)).join(", "),
        };
      const body = unheard ? words.unheardBody : words.waitingBody;
      return {
        title: unheard ? words.unheard(payload.number) : words.waiting(payload.number),
        body: payload.table === null ? body : `${words.table(payload.table)} · ${body}`,
      };
    }
    case "order_unscreened": {
      const stations = payload.stations.join(", ");
      if (orders.length > 1)
        return {
          title: words.unscreenedMany(stations, orders.length),
          body: orders.map((order) => named(order, words)).join(", "),
        };
      return {
        title: words.unscreened(stations, payload.number),
        body:
          payload.table === null
            ? words.unscreenedBody
            : `${words.table(payload.table)} · ${words.unscreenedBody}`,
      };
    }
    case "stations_unscreened":
      return { title: words.left(payload.stations.join(", ")), body: words.leftBody };
    case "table_crowded":
      return { title: words.crowded(payload.label), body: words.crowdedBody(payload.count) };
    case "codes_guessed":
      return { title: words.guessed, body: words.guessedBody(payload.count) };
    case "device_silent":
      return {
        title: words.silent(payload.device),
        body: words.silentBody(timeOf(payload.since, payload)),
      };
    case "test":
      return { title: words.test, body: words.testBody };
    default:
      return unreachable(payload);
  }
}

const named = ({ number, table }: ToldOrder, words: typeof english): string =>
  table === null ? number : `${number} (${words.table(table)})`;

const timeOf = (at: string, { locale, timezone }: PushPayload): string =>
  written(dateFormat(locale, timezone, { hour: "2-digit", minute: "2-digit" }), Date.parse(at));
