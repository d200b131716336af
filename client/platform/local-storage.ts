/** Small things a browser remembers for this address. Orders never live here: those are Dexie's. */

/** What is kept under `key`, or null where nothing readable is. */
export function readSaved(key: string): unknown {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : JSON.parse(text);
  } catch (error) {
    // Storage denied or somebody else's text: as if nothing had been kept.
    if (error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}

/** Keeps `value` under `key`; false where the browser does not let us. */
export function save(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
