import { endWith } from "./deadline.ts";

/**
 * Reads an answer that does not end, piece by piece, until `signal` says stop, it ends, or nothing came for `silenceMs`. Resolves to the
 * status, 0 where no answer came.
 */
export async function readTextStream(path: string, headers: Record<string, string>, signal: AbortSignal, silenceMs: number, onText: (text: string) => void): Promise<number> {
  const silence = new AbortController();
  const letGo = endWith(signal, silence);
  let watchdog = setTimeout(() => silence.abort(), silenceMs);
  let status = 0;
  try {
    const response = await fetch(path, { headers, cache: "no-store", signal: silence.signal });
    status = response.status;
    if (!response.ok || response.body === null) return status;
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), silenceMs);
      onText(decoder.decode(piece.value, { stream: true }));
    }
  } catch (error) {
    // A stream ends by being torn: by us, by silence, or by the network.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  } finally {
    clearTimeout(watchdog);
    letGo();
  }
  return status;
}
