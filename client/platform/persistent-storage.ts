/** The browser's promise to keep what we store. */
export type Keeping = { readonly persistent: boolean; readonly usedShare: number | null };

/** Asks to be kept; the browser may say no. Null where it cannot be asked (plain HTTP). */
export async function askToKeep(): Promise<Keeping | null> {
  if (!("storage" in navigator) || typeof navigator.storage.persist !== "function") return null;
  const persistent = (await navigator.storage.persisted()) || (await navigator.storage.persist());
  // Safari promises to keep things from 15.2 on, and says how much it keeps from 17 on.
  const { usage, quota } =
    typeof navigator.storage.estimate === "function" ? await navigator.storage.estimate() : {};
  return {
    persistent,
    usedShare: usage === undefined || quota === undefined || quota === 0 ? null : usage / quota,
  };
}
