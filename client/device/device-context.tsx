import { createContext, useCallback, useContext, useState, useSyncExternalStore } from "react";
import { must } from "#shared/kernel/assert.ts";
import type { Args, MutationName } from "#shared/orders/command.ts";
import type { Device, LinkView, View } from "./device.ts";
import type { Notice } from "#shared/sync/device/shell/ports.ts";
import { useRefusalText } from "./use-refusal-text.ts";

export const DeviceContext = createContext<Device | null>(null);

export const useDevice = (): Device =>
  must(useContext(DeviceContext), "a device around this screen");

/** Draws again at every new version of the view, and only then. */
export const useView = (): View => useOfDevice((device) => device.view());

/** One part of the view each: who needs no more is drawn again for that only. */
export const useOrders = (): View["orders"] => useOfDevice((device) => device.view().orders);
export const useMenu = (): View["menu"] => useOfDevice((device) => device.view().menu);
export const useSettings = (): View["settings"] => useOfDevice((device) => device.view().settings);

export const useLink = (): LinkView => useOfDevice((device) => device.link());

export const useNotices = (): readonly Notice[] => useOfDevice((device) => device.notices());

/** What `read` says now, and again whenever the device says that something changed. */
function useOfDevice<T>(read: (device: Device) => T): T {
  const device = useDevice();
  const subscribe = useCallback((listener: () => void) => device.subscribe(listener), [device]);
  return useSyncExternalStore(subscribe, () => read(device));
}

/**
 * The server's clock, rounded down to `stepMs`: draws again once per step, all screens' parts in
 * the same frame.
 */
export function useNow(stepMs = 1_000): number {
  const device = useDevice();
  const ticker = tickerOf(device);
  return useSyncExternalStore(ticker.subscribe, () => Math.floor(ticker.now() / stepMs) * stepMs);
}

export type Act = <N extends MutationName>(name: N, args: Args<N>) => Promise<boolean>;

/** What an action could not do, in words, and how the person puts it away. */
export type ActFailure = { readonly text: string; readonly forget: () => void };

/**
 * Asks for an action and keeps the sentence when the device could not even write it down: `act`
 * answers whether it is durable, `failure` is what to tell the person until the next try.
 */
export function useAct(): { act: Act; failure: ActFailure | null } {
  const device = useDevice();
  const textOf = useRefusalText();
  const [failure, setFailure] = useState<ActFailure | null>(null);
  const act = useCallback<Act>(
    async (name, args) => {
      try {
        await device.act(name, args);
        setFailure(null);
        return true;
      } catch (error) {
        setFailure({ text: textOf(error), forget: () => setFailure(null) });
        return false;
      }
    },
    [device, textOf],
  );
  return { act, failure };
}

type Ticker = { subscribe: (listener: () => void) => () => void; now: () => number };

const TICK_MS = 250;
const tickers = new WeakMap<Device, Ticker>();

/** One timer for a whole screen, running only while something looks at it. */
function tickerOf(device: Device): Ticker {
  const known = tickers.get(device);
  if (known !== undefined) return known;
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = device.now();
  const tick = () => {
    now = device.now();
    for (const listener of listeners) listener();
  };
  const ticker: Ticker = {
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, TICK_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    // Without a running timer nobody else refreshes it.
    now: () => (timer === undefined ? (now = device.now()) : now),
  };
  tickers.set(device, ticker);
  return ticker;
}
