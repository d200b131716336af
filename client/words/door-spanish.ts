import type { DoorWords } from "./door-english.ts";

export const doorSpanish: DoorWords = {
  guest: {
    paused: "Ahora mismo el restaurante no acepta pedidos con el móvil",
    pausedUntil: (time) => `El restaurante no acepta pedidos con el móvil hasta las ${time}`,
    closed: "En esta mesa no se puede pedir con el móvil",
    hint: "Mire la carta y pida al personal. Lo que ya eligió se conserva en este teléfono.",
  },
  crowd: {
    title: (label, count) =>
      `Muchos pedidos en la mesa ${label}: esperan ${count} hechos con el móvil`,
    hint: "Nadie los ha aceptado ni empezado. Si allí no hay nadie, vacíela y ciérrela.",
    clear: (count) => `Vaciar ${count} y cerrar`,
    clearNamed: (label, count) =>
      `Vaciar ${count} y cerrar: los pedidos con el móvil de la mesa ${label}`,
    clearing: (label) => `vaciando la mesa ${label}`,
    fine: "Está bien",
    fineNamed: (label) => `Está bien: la mesa ${label} puede seguir pidiendo`,
    reason: "El restaurante anuló los pedidos de esta mesa",
    kind: "Muchos pedidos",
    bar: (labels) => `Muchos pedidos: mesa ${labels}`,
    over: (label) => `La mesa ${label} está atendida.`,
    aloud: (labels) => `Muchos pedidos hechos con el móvil esperan en la mesa ${labels}.`,
  },
  table: {
    open: "En esta mesa se puede pedir con el móvil.",
    closed: "En esta mesa no se puede pedir con el móvil.",
    close: "Cerrar los pedidos",
    reopen: "Abrir los pedidos",
    closeNamed: (label) => `Cerrar los pedidos con el móvil en la mesa ${label}`,
    reopenNamed: (label) => `Abrir los pedidos con el móvil en la mesa ${label}`,
  },
  pause: {
    title: "Pedidos con el móvil",
    running: "Los clientes pueden pedir con su móvil.",
    paused: "En pausa hasta que alguien los reanude.",
    pausedUntil: (time) => `En pausa hasta las ${time}.`,
    minutes: (minutes) => `Pausar ${minutes} min`,
    untilResumed: "Pausar hasta reanudar",
    resume: "Reanudar",
    bar: "Pedidos con el móvil en pausa",
  },
  limits: {
    title: "Cuánto pueden pedir los clientes a la vez",
    hint: "Lo que espera a que usted lo acepte o lo empiece. Después pueden pedir más.",
    none: "Sin límites propios",
    openOrders: "Pedidos por mesa",
    openLines: "Líneas por mesa",
    openPieces: "Piezas por mesa",
    phoneOrders: "Pedidos por móvil",
    tenMinutes: "Pedidos por mesa en diez minutos",
    houseOrders: "Pedidos con el móvil en todo el local",
    share: "En una mesa, cada cliente ve los pedidos de los demás",
  },
};
