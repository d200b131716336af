import type { TabChannel } from "#shared/sync/device/shell/ports.ts";

/**
 * Words between the tabs of this browser that have the same name open. Where the browser has no
 * channel there is only this tab to talk to.
 */
export function openChannel<T>(name: string): TabChannel<T> {
  if (typeof BroadcastChannel === "undefined")
    return { post: () => undefined, listen: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(name);
  const early: T[] = [];
  let hear: (message: T) => void = (message) => early.push(message);
  let closed = false;
  channel.addEventListener("message", (event: MessageEvent<T>) => hear(event.data));
  return {
    post(message) {
      if (!closed) channel.postMessage(message);
    },
    listen(listener) {
      hear = listener;
      for (const message of early.splice(0)) listener(message);
    },
    close() {
      closed = true;
      channel.close();
    },
  };
}
