import type {
  linkEnglish,
  settingsEnglish,
  soundEnglish,
  selfTestEnglish,
} from "./device-english.ts";

export const linkSpanish: typeof linkEnglish = {
  label: "Conexión",
  starting: "Abriendo",
  catchingUp: (behind) => `Poniéndose al día ${behind}`,
  live: (seconds) => `En directo · ${seconds} s`,
  polling: "Consultando",
  offline: (since) => `Sin conexión desde las ${since}`,
  waiting: (count) => `${count} ${count === 1 ? "acción" : "acciones"} en espera`,
  narrow: {
    offline: (since) => `Sin red ${since}`,
    waiting: (count) => `${count} pend.`,
    updateReady: "Versión nueva",
    storageWipedShort: "Datos borrados",
  },
  needsPairing: "Hay que emparejar",
  needsUpdate: "Hay que actualizar",
  updateReady: "Actualización lista",
  details: "Detalles de la conexión",
  state: "Estado",
  sending: "Envío",
  lastContact: "Última noticia del servidor",
  never: "todavía ninguna",
  waitingLabel: "Acciones en espera en este dispositivo",
  behindLabel: "Novedades por llegar",
  cause: "Por qué",
  leader: "Esta pestaña",
  leads: "habla por este dispositivo",
  follows: "escucha a otra pestaña de este dispositivo",
  storage: "Almacenamiento",
  storageText: {
    persistent: "el navegador lo guarda hasta que usted lo borre",
    "best-effort":
      "el navegador puede borrarlo si falta espacio: instale la aplicación o permita el almacenamiento para esta dirección",
    full: "lleno: este dispositivo no puede guardar acciones nuevas. Libere espacio ahora.",
    unknown: "este navegador no lo dice",
    wiped: "borrado mientras esta pantalla estaba abierta",
  },
  sendingText: {
    idle: "nada que enviar",
    sending: "enviando",
    "backing-off": "espera antes de reintentar",
    "needs-pairing": "parado: vuelva a emparejar este dispositivo",
    "needs-update": "parado: esta versión es demasiado antigua",
  },
  stateText: {
    starting: "abriendo lo que sabe este dispositivo",
    "catching-up": "trayendo lo ocurrido entretanto",
    live: "en directo: los cambios llegan al momento",
    polling:
      "pregunta cada pocos segundos: la conexión en directo no pasa, o este navegador tiene demasiadas pantallas abiertas",
    offline: "sin contacto con el servidor; este dispositivo sigue solo",
  },
  causes: {
    unreachable: "el servidor no responde: puede ser el cable, la wifi o el servidor",
    unavailable: "el servidor pide paciencia",
    nonsense: "la respuesta no es de nuestro servidor: ¿pide esta red un inicio de sesión?",
    "needs-update": "esta versión es demasiado antigua para el servidor",
    unreadable: "hay algo en el registro que esta versión no puede leer: se vuelve a traer todo",
    "no-progress": "no avanza, y nadie dice por qué",
    full: "no queda sitio en este dispositivo",
  },
  amber: (seconds) => `Sin confirmar desde hace ${seconds} s: otras pantallas pueden saber más.`,
  red: (minutes) =>
    `Sin contacto desde hace ${minutes}. Esta pantalla puede estar atrasada. Lo que haga aquí se guarda y se envía después.`,
  amberAloud: "Esta pantalla está sin confirmar: otras pueden saber más.",
  redAloud:
    "Sin contacto con el servidor. Esta pantalla puede estar atrasada. Lo que haga aquí se guarda y se envía después.",
  pairAgain:
    "Este dispositivo ha perdido su permiso. Sus acciones sin enviar se conservan. Pida a dirección un código nuevo.",
  pairAgainBare: "Este dispositivo ha perdido su permiso. Pida a dirección un código nuevo.",
  pairAgainButton: "Volver a emparejar",
  updateNow: "Actualizar ahora",
  updateHint: "Hay una versión nueva. Tarda un segundo; no se pierde nada.",
  storageWipedShort: "Datos borrados",
  storageWiped: "Este navegador acaba de borrar lo que Heard guarda en este dispositivo.",
  storageWipedHint:
    "Alguien, o el propio navegador, ha borrado los datos del sitio. Puede faltar lo que aún no se había enviado: compare con los pedidos abiertos. Empiece de nuevo mientras haya conexión; si entonces el dispositivo no tiene permiso, vuelva a emparejarlo.",
  storageWipedButton: "Empezar de nuevo",
  storageFull:
    "El almacenamiento de este dispositivo está lleno. No puede guardar acciones nuevas. Libere espacio ahora.",
};

export const settingsSpanish: typeof settingsEnglish = {
  title: "Esta pantalla",
  ticketSize: "Tamaño de las comandas",
  compact: "Pequeño",
  regular: "Normal",
  large: "Grande",
  ticketLayout: "Las comandas se muestran",
  grid: "En páginas",
  rail: "En un riel que se desliza",
  theme: "Aspecto",
  dark: "Oscuro",
  light: "Claro",
  stations: "Partidas en esta pantalla",
  allStations: "Todas las partidas",
  itsStations: "Todas las de su emparejamiento",
  stationsLeft: (stations) =>
    `Ninguna pantalla muestra ahora ${stations}. Se avisa al dueño y a la sala.`,
  stationsUnknown: (stations) =>
    `Sin contacto: esta pantalla no puede saber si otra muestra ${stations}.`,
  showHere: (stations) => `Mostrar ${stations} aquí`,
  maySleep: "Puede dormirse",
  mayForget: "Puede borrarse",
  awakeFailed: "Esta pantalla puede apagarse: el navegador no deja mantenerla encendida.",
  device: "Dispositivo",
  switchScreen: "Ir a todas las pantallas",
  install: "Instalar Heard en este dispositivo",
  installHint: "Así se abre a pantalla completa y el navegador conserva lo guardado.",
};

export const soundSpanish: typeof soundEnglish = {
  tapToTurnOn: "Toque para activar el sonido",
  state: { proven: "Sonido activado", off: "Sin sonido", none: "Este navegador no tiene sonido" },
  volume: "Sonido",
  volumes: { off: "Nada", quiet: "Bajo", normal: "Normal", loud: "Alto" },
  listen: "Escuchar cada sonido",
  tunes: {
    new: "Comanda nueva",
    added: "Añadido",
    voided: "Anulado",
    moved: "Cambio de mesa",
    rush: "Urgente",
    changed: "Cambiado",
    late: "Tarde",
    alarm: "No recibido",
    stale: "Sin actualizar",
    chime: "Listo",
  },
  unheard: (numbers) => `Ninguna pantalla de cocina ha mostrado ${numbers}.`,
  unscreened: (stations, count, numbers) =>
    `Ninguna pantalla muestra ${stations}: ${count === 1 ? "pedido" : "pedidos"} ${numbers}.`,
};

export const selfTestSpanish: typeof selfTestEnglish = {
  title: "Antes del servicio",
  start: "Revisar esta pantalla",
  running: "Revisando…",
  allGood: "Todo bien. Buen servicio.",
  notGood: (count) => (count === 1 ? "Falta una cosa." : `Faltan ${count} cosas.`),
  good: "bien",
  notYet: "por hacer",
  names: {
    sound: "Sonido",
    wake: "Sigue encendida",
    storage: "Almacenamiento",
    clock: "Reloj",
    link: "Conexión",
  },
  fine: {
    sound: "Se ha visto salir una señal hacia el altavoz.",
    wake: "El navegador mantiene la pantalla encendida.",
    storage: "El navegador promete conservar lo guardado aquí.",
    clock: "A pocos segundos del reloj del servidor.",
    link: "En directo: los cambios llegan al momento.",
  },
  todo: {
    sound:
      "Toque otra vez. Si sigue en silencio, suba el volumen de la tableta y permita el sonido en esta dirección.",
    soundOff: "El sonido de esta pantalla está apagado. Elija un volumen en los ajustes.",
    wake: "Ponga en la tableta que la pantalla no se apague nunca, déjela en su cargador y quite el ahorro de batería.",
    storage:
      "Instale la aplicación o permita el almacenamiento; mientras haya sitio, los pedidos se guardan igual.",
    storageFull: "No queda espacio. Libere sitio en esta tableta ahora.",
    clock:
      "El reloj de la tableta se desvía más de dos minutos. Heard lo corrige; ponga la hora automática.",
    linkSlow:
      "Los cambios solo se piden cada pocos segundos. Cierre otras pantallas de este navegador, o revise qué hay entre esta y el servidor.",
    link: "No hay prueba de conexión. Revise el cable, la Wi-Fi y el servidor; la pantalla sigue sola.",
  },
};
