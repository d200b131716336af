import { linkEnglish, selfTestEnglish, settingsEnglish, soundEnglish } from "./device-english.ts";
import { dishEnglish } from "./dish-english.ts";
import { doorEnglish } from "./door-english.ts";
import { floorEnglish, takeEnglish } from "./floor-english.ts";
import { guestEnglish } from "./guest-english.ts";
import { kitchenEnglish, lookBackEnglish } from "./kitchen-english.ts";
import { officeEnglish } from "./office-english.ts";
import { ordersEnglish } from "./orders-english.ts";
import { ownerEnglish } from "./owner-english.ts";
import { refusalEnglish } from "./refusal-english.ts";

/**
 * Every word a person reads, by room; the larger rooms have files of their own beside this one.
 * Another language is a second object of the same type, so a missing or misspelt key does not
 * compile. Sentences with parts are functions: a language may order and inflect the parts as it
 * needs.
 */
export const english = {
  door: doorEnglish,
  dish: dishEnglish,
  office: officeEnglish,
  orders: ordersEnglish,
  /** By code. */
  refusals: refusalEnglish,
  common: {
    close: "Close",
    cancel: "Cancel",
    back: "Back",
    done: "Done",
    loading: "Starting…",
    working: "One moment…",
    retry: "Try again",
    dismiss: "Put this message away",
    giveUpTitle: "Give up what you typed?",
    giveUpHint: "It is not kept yet.",
    goOnWriting: "Go on writing",
    giveUp: "Give it up",
    touchedTwice: "Not counted: something else came up under that touch. Touch again.",
    table: (label: string) => `Table ${label}`,
    goneTable: "A table that is not there any more",
    goneStation: "A station that is not there any more",
    order: (number: string) => `Order ${number}`,
    total: "Total",
    reason: "Reason",
    openMenu: "Settings",
    home: "All screens",
  },
  channel: { dine_in: "Dine-in", takeaway: "Takeaway", delivery: "Delivery" },
  role: {
    owner: "Owner",
    kitchen: "Kitchen",
    expo: "Pass",
    floor: "Floor",
    display: "Order-ready board",
  },
  lineStatus: {
    queued: "queued",
    preparing: "preparing",
    ready: "ready",
    served: "served",
    cancelled: "voided",
  },
  orderStatus: {
    pending: "Waiting for a yes",
    submitted: "Sent",
    preparing: "Being made",
    ready: "Ready",
    served: "Served",
    completed: "Finished",
    cancelled: "Cancelled",
  },
  age: { calm: "On time", warm: "Warm", late: "Late" },
  link: linkEnglish,
  settings: settingsEnglish,
  sound: soundEnglish,
  selfTest: selfTestEnglish,
  chooser: {
    title: "Which screen is this?",
    hereBefore: "On this browser",
    nothing: "Nothing is paired on this browser.",
    nothingHint:
      "The owner makes a pairing code under Devices. It works once, for ten minutes. If it was paired before, its site data was cleared, by somebody or by the browser, and what it had not sent is lost: pair it again.",
    found: "This browser had lost what it kept for Heard.",
    foundHint:
      "Its site data was cleared, but it is paired still: open its screen, and everything comes from the server. What it had not sent yet is lost: compare with the open orders.",
    pair: "Pair this device",
    ownerLogin: "Owner login",
    tagline: "Every order is heard, or somebody is told.",
  },
  pairing: {
    title: "Pair this device",
    intro:
      "Scan the QR code on the owner's phone, or type its ten letters and digits. A code works once, for ten minutes.",
    code: "Pairing code",
    codeHint: "Like K7M2P-4XQRT. Upper or lower case.",
    name: "Name of this device (may be left out)",
    nameHint:
      "What people call it, like Grill tablet. Left out, it takes the name the owner gave with the code.",
    submit: "Pair",
    pairing: "Pairing…",
    badCode: "A code has ten letters and digits. Check what you typed.",
    refused:
      "This code does not work. It may have been used, or its ten minutes are over. Ask the owner for a new one.",
    slow: "Too many wrong codes from here. Wait a minute, then try again.",
    noCookie:
      "Cookies are refused: the server paired this browser, and did not know it a moment later. Allow cookies for this address (no private window); where a proxy stands in front of the server, it has to pass “Set-Cookie” on. Then ask for a new code: this one is used up.",
    scan: "Scan with the camera",
    scanning: "Hold the owner's QR code in front of the camera.",
    stopScan: "Stop the camera",
    scanPicture: "What the camera sees",
    typeInstead: "Type the code",
    camera: {
      refused:
        "The camera may not be used here. Type the code instead, or allow the camera in the browser's settings.",
      missing: "No camera answers on this device. Type the code instead.",
      insecure: "Browsers open the camera for https:// addresses only. Type the code instead.",
    },
    otherQr: "That is another QR code. The one for pairing is on the owner's phone, under Devices.",
    noContact:
      "The server cannot be reached, and pairing needs it once. Check the network, then try again.",
  },
  login: {
    title: "Owner login",
    email: "E-mail",
    password: "Password",
    submit: "Log in",
    refused: "E-mail or password is not right.",
    slow: "Too many tries. Wait a minute, then try again.",
    noCookie:
      "Cookies are refused: e-mail and password were right, and the server did not know this browser a moment later. Allow cookies for this address (no private window); where a proxy stands in front of the server, it has to pass “Set-Cookie” on.",
    noContact: "The server cannot be reached. Check the network, then try again.",
    needed: "Give both e-mail and password.",
  },
  kitchen: kitchenEnglish,
  lookBack: lookBackEnglish,
  expo: {
    title: "Pass",
    orders: "Orders at the pass",
    waitingFor: (parts: string) => `Waiting for: ${parts}`,
    part: (station: string, ready: number, total: number) =>
      `${station}\u00a0${ready}\u00a0of\u00a0${total}`,
    allReady: "All ready",
    handOff: "Hand off",
    handOffOrder: (number: string) => `Hand off order ${number}`,
    counts: (orders: number, ready: number) =>
      `${orders} ${orders === 1 ? "order" : "orders"}, ${ready} ready`,
    empty: "Nothing at the pass.",
    emptyDetail: "Orders appear here with the stations' progress from their first second.",
    notAll: (number: string) => `Hand off ready lines of ${number}`,
    handOffReady: "Hand off ready lines",
    showLines: (number: string) => `Lines of order ${number}`,
    unheard: "No kitchen screen has shown this yet",
  },
  display: { preparing: "In preparation", ready: "Ready" },
  floor: floorEnglish,
  take: takeEnglish,
  owner: ownerEnglish,
  guest: guestEnglish,
  refusal: {
    title: "This did not count",
    more: (count: number) => `${count} more`,
    unknown: "The server refused an action from this device.",
  },
  errors: {
    title: "Something broke on this screen",
    detail: "Your orders are safe on this device. Reload the screen.",
    reload: "Reload",
    notFound: "There is nothing at this address.",
    failed: "That did not work. Try again.",
    noLocalStorage:
      "This browser keeps nothing for this address, so the screen cannot work alone. Leave private mode, or allow storage.",
  },
};

export type Words = typeof english;
