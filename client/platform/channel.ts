/** Words between the tabs of this browser that have the same name open. */
export type Channel<T> = { post(message: T): void; listen(listener: (message: T) => void): void; close(): void };

/** Where the browser has no channel there is only this tab to talk to. */
export function openChannel<T>(name: string): Channel<T> {
  if (typeof BroadcastChannel === "undefined") return { post: () => undefined, listen: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(name);
  let closed = false;
  return {
    post(message) {
      if (!closed) channel.postMessage(message);
    },
    listen: (listener) => channel.addEventListener("message", (event: MessageEvent<T>) => listener(event.data)),
    close() {
      closed = true;
      channel.close();
    },
  };
}
