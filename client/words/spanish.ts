/**
 * Spanish, of the same shape as English, and in files by the same rooms. Kitchen words are those of
 * Spanish kitchens.
 */
import type { Words } from "./english.ts";
import { linkSpanish, selfTestSpanish, settingsSpanish, soundSpanish } from "./device-spanish.ts";
import { dishSpanish } from "./dish-spanish.ts";
import { doorSpanish } from "./door-spanish.ts";
import { floorSpanish, takeSpanish } from "./floor-spanish.ts";
import { guestSpanish } from "./guest-spanish.ts";
import { kitchenSpanish, lookBackSpanish } from "./kitchen-spanish.ts";
import { officeSpanish } from "./office-spanish.ts";
import { ordersSpanish } from "./orders-spanish.ts";
import { ownerSpanish } from "./owner-spanish.ts";
import { refusalSpanish } from "./refusal-spanish.ts";

export const spanish: Words = {
  door: doorSpanish,
  dish: dishSpanish,
  office: officeSpanish,
  orders: ordersSpanish,
  refusals: refusalSpanish,
  common: {
    close: "Cerrar",
    cancel: "Cancelar",
    back: "Atrás",
    done: "Hecho",
    loading: "Abriendo…",
    working: "Un momento…",
    retry: "Reintentar",
    giveUpTitle: "¿Descartar lo escrito?",
    giveUpHint: "Aún no está guardado.",
    goOnWriting: "Seguir escribiendo",
    giveUp: "Descartarlo",
    touchedTwice: "No ha contado: bajo ese toque ha salido otra cosa. Toca otra vez.",
    dismiss: "Quitar este aviso",
    goneTable: "Una mesa que ya no existe",
    goneStation: "Una partida que ya no existe",
    table: (label) => `Mesa ${label}`,
    order: (number) => `Pedido ${number}`,
    total: "Total",
    reason: "Motivo",
    openMenu: "Ajustes",
    home: "Todas las pantallas",
  },
  channel: { dine_in: "En sala", takeaway: "Para llevar", delivery: "A domicilio" },
  role: {
    owner: "Dirección",
    kitchen: "Cocina",
    expo: "Pase",
    floor: "Sala",
    display: "Panel de pedidos listos",
  },
  lineStatus: {
    queued: "en cola",
    preparing: "en marcha",
    ready: "listo",
    served: "servido",
    cancelled: "anulado",
  },
  orderStatus: {
    pending: "Espera un sí",
    submitted: "Enviado",
    preparing: "En marcha",
    ready: "Listo",
    served: "Servido",
    completed: "Terminado",
    cancelled: "Cancelado",
  },
  age: { calm: "A tiempo", warm: "Apura", late: "Tarde" },
  link: linkSpanish,
  settings: settingsSpanish,
  sound: soundSpanish,
  selfTest: selfTestSpanish,
  chooser: {
    title: "¿Qué pantalla es esta?",
    hereBefore: "En este navegador",
    nothing: "No hay nada emparejado en este navegador.",
    nothingHint:
      "Dirección crea un código en Dispositivos. Sirve una vez, durante diez minutos. Si antes estaba emparejado, alguien, o el navegador, ha borrado los datos del sitio y lo que no había enviado se ha perdido: vuelva a emparejarlo.",
    found: "Este navegador había perdido lo que guardaba para Heard.",
    foundHint:
      "Se borraron los datos del sitio, pero sigue emparejado: abra su pantalla y todo llegará del servidor. Lo que aún no había enviado se ha perdido: compare con los pedidos abiertos.",
    pair: "Emparejar este dispositivo",
    ownerLogin: "Acceso de dirección",
    tagline: "Todo pedido se oye, o alguien lo sabe.",
  },
  pairing: {
    title: "Emparejar este dispositivo",
    intro:
      "Escanee el código QR del teléfono de dirección o escriba sus diez letras y cifras. Un código sirve una vez, durante diez minutos.",
    code: "Código",
    codeHint: "Como K7M2P-4XQRT. Da igual mayúsculas o minúsculas.",
    name: "Nombre de este dispositivo (opcional)",
    nameHint:
      "Como lo llama la gente: Tableta de la plancha. Sin nombre, toma el que dirección le dio con el código.",
    submit: "Emparejar",
    pairing: "Emparejando…",
    badCode: "Un código tiene diez letras y cifras. Revise lo que ha escrito.",
    refused:
      "Este código no sirve. Puede que ya se usara o que hayan pasado los diez minutos. Pida uno nuevo a dirección.",
    slow: "Demasiados códigos erróneos desde aquí. Espere un minuto y vuelva a probar.",
    noCookie:
      "Se rechazan las cookies: el servidor emparejó este navegador y un momento después no lo conocía. Permita las cookies para esta dirección (sin ventana privada); si hay un proxy delante del servidor, tiene que dejar pasar «Set-Cookie». Después pida un código nuevo: este ya está usado.",
    scan: "Escanear con la cámara",
    scanning: "Ponga el código QR de dirección delante de la cámara.",
    stopScan: "Apagar la cámara",
    scanPicture: "Lo que ve la cámara",
    typeInstead: "Escribir el código",
    camera: {
      refused:
        "Aquí no se puede usar la cámara. Escriba el código, o permita la cámara en los ajustes del navegador.",
      missing: "En este dispositivo no responde ninguna cámara. Escriba el código.",
      insecure: "Los navegadores solo abren la cámara en direcciones https://. Escriba el código.",
    },
    otherQr:
      "Ese es otro código QR. El de emparejar está en el teléfono de dirección, en Dispositivos.",
    noContact:
      "No se llega al servidor, y para emparejar hace falta una vez. Revise la red y vuelva a probar.",
  },
  login: {
    title: "Acceso de dirección",
    email: "Correo electrónico",
    password: "Contraseña",
    submit: "Entrar",
    refused: "El correo o la contraseña no es correcto.",
    slow: "Demasiados intentos. Espere un minuto y vuelva a probar.",
    noCookie:
      "Se rechazan las cookies: el correo y la contraseña eran correctos y un momento después el servidor no conocía este navegador. Permita las cookies para esta dirección (sin ventana privada); si hay un proxy delante del servidor, tiene que dejar pasar «Set-Cookie».",
    noContact: "No se llega al servidor. Revise la red y vuelva a probar.",
    needed: "Escriba el correo y la contraseña.",
  },
  kitchen: kitchenSpanish,
  lookBack: lookBackSpanish,
  expo: {
    title: "Pase",
    orders: "Pedidos en el pase",
    waitingFor: (parts) => `Falta: ${parts}`,
    part: (station, ready, total) => `${station}\u00a0${ready}\u00a0de\u00a0${total}`,
    allReady: "Todo listo",
    handOff: "Entregar",
    handOffOrder: (number) => `Entregar el pedido ${number}`,
    counts: (orders, ready) =>
      `${orders} ${orders === 1 ? "pedido" : "pedidos"}, ${ready} ${ready === 1 ? "listo" : "listos"}`,
    empty: "Nada en el pase.",
    emptyDetail: "Los pedidos aparecen con el avance de cada partida desde el primer segundo.",
    notAll: (number) => `Entregar lo listo de ${number}`,
    handOffReady: "Entregar lo listo",
    showLines: (number) => `Líneas del pedido ${number}`,
    unheard: "Ninguna pantalla de cocina lo ha mostrado aún",
  },
  display: { preparing: "En preparación", ready: "Listo" },
  floor: floorSpanish,
  take: takeSpanish,
  owner: ownerSpanish,
  guest: guestSpanish,
  refusal: {
    title: "Esto no ha contado",
    more: (count) => `${count} más`,
    unknown: "El servidor ha rechazado una acción de este dispositivo.",
  },
  errors: {
    title: "Algo se ha roto en esta pantalla",
    detail: "Sus pedidos están a salvo en este dispositivo. Recargue la pantalla.",
    reload: "Recargar",
    notFound: "No hay nada en esta dirección.",
    failed: "No ha funcionado. Vuelva a probar.",
    noLocalStorage:
      "Este navegador no guarda nada para esta dirección, así que la pantalla no puede trabajar sola. Salga del modo privado o permita el almacenamiento.",
  },
};
