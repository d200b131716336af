/**
 * What a device says of itself: its connection, its settings, its sounds, and whether it is fit for
 * a kitchen. The same type rules as in `english.ts`.
 */
export const linkEnglish = {
  label: "Connection",
  starting: "Starting",
  catchingUp: (behind: string) => `Catching up ${behind}`,
  live: (seconds: string) => `Live · ${seconds} s`,
  polling: "Polling",
  offline: (since: string) => `Offline since ${since}`,
  waiting: (count: number) => `${count} ${count === 1 ? "action" : "actions"} waiting`,
  /** In the place of the same words where a phone's bar has room for a dozen letters in a row. */
  narrow: {
    offline: (since: string) => `Offline ${since}`,
    waiting: (count: number) => `${count} unsent`,
    updateReady: "Update ready",
    storageWipedShort: "Storage wiped",
  },
  needsPairing: "Needs pairing",
  needsUpdate: "Needs an update",
  updateReady: "Update ready",
  details: "Connection details",
  state: "State",
  sending: "Sending",
  lastContact: "Last word from the server",
  never: "none yet",
  waitingLabel: "Actions waiting on this device",
  behindLabel: "Events still to come",
  cause: "Why",
  leader: "This tab",
  leads: "does the talking for this device",
  follows: "listens to another tab of this device",
  storage: "Storage",
  storageText: {
    persistent: "kept by the browser until you delete it",
    "best-effort":
      "the browser may clear it when space runs out: install the app, or allow storage for this address",
    full: "full: new actions cannot be kept on this device. Free some space now.",
    unknown: "not known in this browser",
    wiped: "cleared while this screen was open",
  },
  sendingText: {
    idle: "nothing to send",
    sending: "sending now",
    "backing-off": "waiting before trying again",
    "needs-pairing": "stopped: pair this device again",
    "needs-update": "stopped: this version is too old",
  },
  stateText: {
    starting: "opening what this device knows",
    "catching-up": "fetching what happened meanwhile",
    live: "live: changes arrive as they happen",
    polling:
      "asking every few seconds: the live stream does not get through, or this browser has too many screens open for one each",
    offline: "no contact with the server; this device works on alone",
  },
  /** Causes that sync tells by a code; a server's own code is shown as it is. */
  causes: {
    unreachable: "the server does not answer: it may be the cable, the Wi-Fi or the server",
    unavailable: "the server asks for patience",
    nonsense: "the answer was not our server's: does this network ask for a login?",
    "needs-update": "this version is too old for the server",
    unreadable:
      "there is something in the log that this version cannot read: everything is fetched anew",
    "no-progress": "it does not get on, and nobody says why",
    full: "this device has no room left",
  } as Readonly<Record<string, string>>,
  amber: (seconds: string) => `Not proven fresh for ${seconds} s: other screens may know more.`,
  red: (minutes: string) =>
    `No contact for ${minutes}. This screen may be out of date. Actions here are kept and sent later.`,
  amberAloud: "This screen is not proven fresh: other screens may know more.",
  redAloud:
    "No contact with the server. This screen may be out of date. Actions here are kept and sent later.",
  pairAgain:
    "This device was signed out. Its unsent actions are kept. Ask the owner for a new pairing code.",
  /** Where nothing waits, or what waited may be gone with its storage. */
  pairAgainBare: "This device was signed out. Ask the owner for a new pairing code.",
  pairAgainButton: "Pair again",
  updateNow: "Update now",
  updateHint: "A new version is ready. It takes a second; nothing is lost.",
  storageWipedShort: "Storage cleared",
  storageWiped: "This browser has just deleted what Heard keeps on this device.",
  storageWipedHint:
    "Its site data was cleared, by somebody or by the browser. What was not sent yet may be lost: compare with the open orders. Start anew while there is a connection; if this device is signed out then, pair it again.",
  storageWipedButton: "Start anew",
  storageFull: "Storage on this device is full. New actions cannot be kept. Free some space now.",
};

export const settingsEnglish = {
  title: "This screen",
  ticketSize: "Ticket size",
  compact: "Compact",
  regular: "Regular",
  large: "Large",
  ticketLayout: "Tickets are shown",
  grid: "In pages",
  rail: "On a rail that scrolls",
  theme: "Appearance",
  dark: "Dark",
  light: "Light",
  stations: "Stations on this screen",
  allStations: "All stations",
  itsStations: "All that it was paired for",
  stationsLeft: (stations: string) =>
    `No screen shows ${stations} now. The owner and the floor are told.`,
  stationsUnknown: (stations: string) =>
    `No contact: this screen cannot know whether another one shows ${stations}.`,
  showHere: (stations: string) => `Show ${stations} here`,
  maySleep: "May sleep",
  mayForget: "May be cleared",
  awakeFailed: "This screen may fall asleep: the browser does not let it stay awake.",
  device: "Device",
  switchScreen: "Go to all screens",
  install: "Install Heard on this device",
  installHint: "It then opens full-screen, and the browser keeps what is stored.",
};

export const soundEnglish = {
  tapToTurnOn: "Tap to turn the sound on",
  state: { proven: "Sound on", off: "Sound off", none: "No sound in this browser" },
  volume: "Sound",
  volumes: { off: "Off", quiet: "Quiet", normal: "Normal", loud: "Loud" },
  listen: "Listen to each sound",
  tunes: {
    new: "New ticket",
    added: "Added",
    voided: "Voided",
    moved: "Moved",
    rush: "Rush",
    changed: "Changed",
    late: "Late",
    alarm: "Not heard",
    stale: "Out of date",
    chime: "Ready",
  },
  unheard: (numbers: string) => `No kitchen screen has shown ${numbers}.`,
  unscreened: (stations: string, count: number, numbers: string) =>
    `No screen shows ${stations}: ${count === 1 ? "order" : "orders"} ${numbers}.`,
};

export const selfTestEnglish = {
  title: "Before service",
  start: "Check this screen",
  running: "Checking…",
  allGood: "All good. Have a good service.",
  notGood: (count: number) => `${count} ${count === 1 ? "thing needs" : "things need"} a hand.`,
  good: "good",
  notYet: "to do",
  names: {
    sound: "Sound",
    wake: "Stays awake",
    storage: "Storage",
    clock: "Clock",
    link: "Connection",
  },
  fine: {
    sound: "A signal was seen going to the speaker.",
    wake: "The browser keeps this screen awake.",
    storage: "The browser promised to keep what is stored here.",
    clock: "Within a few seconds of the server's.",
    link: "Live: changes arrive as they happen.",
  },
  todo: {
    sound: "Tap again. If it stays silent, turn up the tablet and allow sound for this address.",
    soundOff: "Sound is off for this screen. Choose a volume in the settings.",
    wake: "Set the tablet's own display time-out to never, keep it on its charger, and leave battery saving.",
    storage:
      "Install the app or allow storage for this address; orders are kept either way while there is room.",
    storageFull: "Storage is full. Free some space on this tablet now.",
    clock:
      "The tablet's clock is off by more than two minutes. Heard corrects for it; set the time to automatic.",
    linkSlow:
      "Changes are only asked for every few seconds. Close other screens of this browser, or check what stands between this one and the server.",
    link: "No proof of a connection. Check cable, Wi-Fi and server; the screen works on alone.",
  },
};
