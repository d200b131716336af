/**
 * What is said of an order wherever it is drawn: at the pass, on the floor, in the kitchen, on the
 * public board. The same type rules as in `english.ts`.
 */
export const ordersEnglish = {
  aside: {
    list: "Orders that no screen has shown",
    title: (count: number) =>
      count === 1
        ? "1 order was shown on no screen. Still wanted?"
        : `${count} orders were shown on no screen. Still wanted?`,
    hint: "Ask the guest before it is cooked. First the one that was promised first.",
    yes: "Yes, make it",
    yesOrder: (number: string) => `Yes, make it: order ${number}`,
    no: "No, cancel it",
    noOrder: (number: string) => `No, cancel it: order ${number}`,
    reason: "Not wanted any more: no screen showed it in time",
    unsent: (taken: string) => `taken at ${taken}, still only on this tablet`,
    late: (taken: string, arrived: string) =>
      `taken at ${taken}, reached the others only at ${arrived}`,
    unshown: (taken: string) => `taken at ${taken}, no kitchen screen has shown it`,
    wanted: "Still wanted: it is a ticket now.",
    cancelled: "Cancelled.",
    taken: "Somebody has seen to it meanwhile.",
  },
  /** Behind those that a board draws. */
  andMore: (count: string) => `And ${count} more behind these`,
  /** What has been carried out of an order that goes on. */
  served: {
    course: (course: number, time: string) => `Course ${course} served ${time}`,
    some: (pieces: string, time: string) => `${pieces} served ${time}`,
    someOf: (course: number, pieces: string, time: string) =>
      `Course ${course}: ${pieces} served ${time}`,
  },
  /** Tickets of a day before that nobody finished. */
  leftOver: {
    button: (count: number) => `${count} left over`,
    title: "Left over from a day before",
    hint: "Nobody has touched these for a day, so they are not on the board.",
    none: "Nothing is left over.",
    since: (moment: string) => `in the kitchen since ${moment}`,
    finish: "It was served",
    finishOrder: (number: string) => `It was served: order ${number}`,
    cancel: "Cancel it",
    reason: "Left over from a day before",
    finished: "Finished.",
  },
  /** Dishes that were taken off. */
  off: {
    button: (count: number) => `What is off: ${count}`,
    title: "What is off",
    none: "Everything can be ordered.",
    back: "It can be ordered again.",
  },
  undo: {
    undo: "Undo",
    /** What the button takes back, for ears. */
    named: (what: string) => `Undo: ${what}`,
    soon: (what: string, seconds: string) => `in ${seconds} s: ${what}`,
    done: (what: string, seconds: string) => `${seconds} s · ${what}`,
    cancel: (number: string) => `cancelling order ${number}`,
    reject: (number: string) => `rejecting order ${number}`,
    accept: (number: string) => `accepting order ${number}`,
    complete: (number: string) => `finishing order ${number}`,
    void: (name: string) => `voiding ${name}`,
    fire: (course: number, number: string) => `firing course ${course} of ${number}`,
    serve: (number: string) => `order ${number} served`,
    handOff: (number: string) => `order ${number} handed off`,
    move: (number: string, label: string) => `order ${number} moved to table ${label}`,
  },
  pass: {
    steps: "Hand-off",
    oneStep: "One touch hands off",
    twoStep: "First call, then hand off",
    call: "Call",
    callOrder: (number: string) => `Call order ${number}`,
    callWaits: (number: string) => `Call order ${number}: not all of it is ready`,
    called: (age: string) => `Called for ${age}`,
    notYet: "Not yet",
    uncall: (number: string) => `Not yet: take back the call of ${number}`,
    pickUp: "Ready at the pass: pick up",
    pickUpShort: "Pick up",
    heldCourse: (course: number, dishes: string) => `Course ${course}, held: ${dishes}`,
    cleared: (number: string) => `Clear cancelled order ${number}`,
  },
  stationsLeft: {
    title: (stations: string) => `No screen shows ${stations}`,
    hint: "Orders for it reach nobody. Choose it under Stations in the settings of a kitchen screen, or pair a screen for it.",
  },
  needs: {
    title: "What needs you",
    calm: "Every order is heard",
    /** No alarm yet: there is still time. */
    yet: (count: number) => `${count} not heard yet`,
    /** Where this screen cannot prove that it is fresh. */
    calmStale: "No alarm that this screen knows of",
    /** They were taken here, and nobody else has them. */
    here: (count: number, numbers: string) =>
      count <= 2 ? `Waits on this tablet: ${numbers}` : `${count} wait on this tablet`,
    none: "Nothing needs you right now.",
    noneHint:
      "Orders that no kitchen screen shows, guests who wait for a yes, and food that stands at the pass appear here.",
    unheard: (count: number, numbers: string) =>
      count <= 2 ? `Not heard: ${numbers}` : `${count} not heard`,
    aside: (count: number) => `${count} to ask about`,
    guests: (count: number) => `${count} ${count === 1 ? "guest waits" : "guests wait"}`,
    pickUps: (count: number) => `${count} to pick up`,
    unscreened: (stations: string, count: number, numbers: string) =>
      `No screen shows ${stations}: ${count <= 2 ? numbers : `${count} orders`}`,
    noScreen: "No screen",
    kinds: {
      unheard: "Not heard",
      aside: "Still wanted?",
      guests: "Guest waits",
      pickUps: "Pick up",
    },
    pickUp: (number: string, place: string, age: string) =>
      `${number} (${place}) is ready at the pass for ${age}. Pick it up.`,
    heardNow: (number: string) => `${number} is heard now.`,
    accepted: (number: string) => `${number} is accepted.`,
    gone: (number: string) => `${number} is over.`,
    pickedUp: (number: string) => `${number} has left the pass.`,
  },
  take: {
    choose: (dish: string, choice: string) => `${dish}: ${choice}`,
    offInDraft: (names: string) =>
      `Off today: ${names}. Take it out, or send it: kitchen and floor then decide.`,
    off: "Off today",
  },
  board: {
    emptyPreparing: "Nothing in preparation.",
    emptyReady: "Your number appears here when your order is ready.",
    about: "Order at the counter or from your table, then watch for your number.",
    page: (page: number, pages: number) => `${page} of ${pages}`,
  },
  /** The fourteen of the European list. */
  allergens: {
    gluten: "Gluten",
    crustaceans: "Crustaceans",
    egg: "Egg",
    fish: "Fish",
    peanuts: "Peanuts",
    soya: "Soya",
    milk: "Milk",
    nuts: "Nuts",
    celery: "Celery",
    mustard: "Mustard",
    sesame: "Sesame",
    sulphites: "Sulphites",
    lupin: "Lupin",
    molluscs: "Molluscs",
  },
};
