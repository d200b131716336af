/**
 * The push under way (SYN-46). One at a time (SYN-16): what is asked for while there is one is
 * passed over.
 */
import { follow, stay, type TransitionTable } from "./table.ts";

export type PushState =
  | { readonly kind: "none" }
  /** It carries what people did. */
  | ({ readonly kind: "acting" } & Asked)
  /** It asks only for the last id (SYN-21). */
  | ({ readonly kind: "comparing" } & Asked);

type Asked = {
  /** The seq of the cursor when it was sent; 0 where there was none to go by. */
  readonly sentAt: number;
  /**
   * It was sent before the link came back or the log was another one: what it says may be of a
   * server that is no more.
   */
  readonly stale: boolean;
};

export type PushEvent =
  | { readonly kind: "acted"; readonly sentAt: number }
  | { readonly kind: "compared"; readonly sentAt: number }
  /** The link came back, or the log may be another one. */
  | { readonly kind: "overtaken" }
  /** It was answered or failed, or nobody will tell how it ended. */
  | { readonly kind: "ended" };

const overtaken = <It extends Asked>(push: It): It => ({ ...push, stale: true });
const none = (): PushState => noPush;

const TABLE: TransitionTable<PushState, PushEvent> = {
  none: {
    acted: (_, { sentAt }) => ({ kind: "acting", sentAt, stale: false }),
    compared: (_, { sentAt }) => ({ kind: "comparing", sentAt, stale: false }),
    overtaken: stay,
    ended: stay,
  },
  acting: { acted: stay, compared: stay, overtaken, ended: none },
  comparing: { acted: stay, compared: stay, overtaken, ended: none },
};

export const noPush: PushState = { kind: "none" };

export const pushAfter = (push: PushState, event: PushEvent): PushState =>
  follow(TABLE, push, event);
