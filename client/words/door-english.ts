/**
 * Guests who order by themselves: what they are told while they cannot, and what staff say about
 * it. The same type rules as in `english.ts`.
 */
export const doorEnglish = {
  guest: {
    paused: "The restaurant takes no orders from phones right now",
    pausedUntil: (time: string) => `The restaurant takes no orders from phones until ${time}`,
    closed: "Ordering by phone is closed at this table",
    hint: "Look around, and order with the staff. What is in your basket is kept on this phone.",
  },
  crowd: {
    title: (label: string, count: string) =>
      `Many orders at table ${label}: ${count} from phones wait`,
    hint: "Nobody has accepted or begun them. If nobody sits there, clear them and close the table.",
    clear: (count: string) => `Clear ${count} and close`,
    clearNamed: (label: string, count: string) =>
      `Clear ${count} and close: the orders from phones at table ${label}`,
    clearing: (label: string) => `clearing table ${label}`,
    fine: "It is fine",
    fineNamed: (label: string) => `It is fine: table ${label} may order on`,
    reason: "The restaurant cleared this table's orders",
    kind: "Many orders",
    bar: (labels: string) => `Many orders: table ${labels}`,
    over: (label: string) => `Table ${label} is seen to.`,
    aloud: (labels: string) => `Many orders from phones wait at table ${labels}.`,
  },
  table: {
    open: "Guests can order at this table.",
    closed: "Ordering by phone is closed at this table.",
    close: "Close ordering",
    reopen: "Open ordering",
    closeNamed: (label: string) => `Close ordering by phone at table ${label}`,
    reopenNamed: (label: string) => `Open ordering by phone at table ${label}`,
  },
  pause: {
    title: "Orders from phones",
    running: "Guests can order from their phones.",
    paused: "Paused until somebody resumes.",
    pausedUntil: (time: string) => `Paused until ${time}.`,
    minutes: (minutes: string) => `Pause ${minutes} min`,
    untilResumed: "Pause until resumed",
    resume: "Resume",
    bar: "Phone orders paused",
  },
  limits: {
    title: "How much guests may order at once",
    hint: "What waits for you to accept or begin it. More comes when you do.",
    none: "No limits of our own",
    openOrders: "Orders at a table",
    openLines: "Lines at a table",
    openPieces: "Pieces at a table",
    phoneOrders: "Orders of one phone",
    tenMinutes: "Orders of a table in ten minutes",
    houseOrders: "Orders from phones in the whole house",
    share: "Guests at a table see each other's orders",
  },
};

export type DoorWords = typeof doorEnglish;
