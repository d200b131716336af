/**
 * The link's states as one complete table: every state says what each event makes of it, and the
 * compiler counts (SYN-23). `live` is only ever said with an open stream that has reached the head;
 * `polling` only after a pull that answered.
 */
export type LinkState = "starting" | "catching-up" | "live" | "polling" | "offline";

export type LinkEvent =
  /** The stream opened, and its head is ahead of the cursor. */
  | "ready-behind"
  /** The stream is open and the cursor is at its head. */
  | "at-head"
  /** The head has been ahead of the cursor for too long. */
  | "fell-behind"
  /** The stream ended; whether the server can be reached is not known yet. */
  | "stream-lost"
  /** A pull answered while streams are given up. */
  | "polled"
  /** The server did not answer, or would not. */
  | "unreachable"
  /** The cursor cannot be served: everything is fetched anew. */
  | "refetch";

const TABLE: Record<LinkState, Record<LinkEvent, LinkState>> = {
  starting: {
    "ready-behind": "catching-up",
    "at-head": "live",
    "fell-behind": "starting",
    "stream-lost": "starting",
    polled: "polling",
    unreachable: "offline",
    refetch: "catching-up",
  },
  "catching-up": {
    "ready-behind": "catching-up",
    "at-head": "live",
    "fell-behind": "catching-up",
    "stream-lost": "catching-up",
    polled: "polling",
    unreachable: "offline",
    refetch: "catching-up",
  },
  live: {
    "ready-behind": "catching-up",
    "at-head": "live",
    "fell-behind": "catching-up",
    "stream-lost": "catching-up",
    polled: "polling",
    unreachable: "offline",
    refetch: "catching-up",
  },
  polling: {
    "ready-behind": "catching-up",
    "at-head": "live",
    "fell-behind": "polling",
    "stream-lost": "polling",
    polled: "polling",
    unreachable: "offline",
    refetch: "catching-up",
  },
  offline: {
    "ready-behind": "catching-up",
    "at-head": "live",
    "fell-behind": "offline",
    "stream-lost": "offline",
    polled: "polling",
    unreachable: "offline",
    refetch: "catching-up",
  },
};

export const linkAfter = (state: LinkState, event: LinkEvent): LinkState => TABLE[state][event];

export type SendState = "idle" | "sending" | "backing-off" | "needs-pairing" | "needs-update";

export type SendEvent = "sent" | "answered" | "failed" | "refused" | "too-old" | "restarted";

const SENDING: Record<SendState, Record<SendEvent, SendState>> = {
  idle: {
    sent: "sending",
    answered: "idle",
    failed: "backing-off",
    refused: "needs-pairing",
    "too-old": "needs-update",
    restarted: "idle",
  },
  sending: {
    sent: "sending",
    answered: "idle",
    failed: "backing-off",
    refused: "needs-pairing",
    "too-old": "needs-update",
    restarted: "idle",
  },
  "backing-off": {
    sent: "sending",
    answered: "idle",
    failed: "backing-off",
    refused: "needs-pairing",
    "too-old": "needs-update",
    restarted: "idle",
  },
  "needs-pairing": {
    sent: "needs-pairing",
    answered: "needs-pairing",
    failed: "needs-pairing",
    refused: "needs-pairing",
    "too-old": "needs-update",
    restarted: "idle",
  },
  "needs-update": {
    sent: "needs-update",
    answered: "needs-update",
    failed: "needs-update",
    refused: "needs-update",
    "too-old": "needs-update",
    restarted: "idle",
  },
};

export const sendAfter = (state: SendState, event: SendEvent): SendState => SENDING[state][event];
