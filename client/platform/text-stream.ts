import { endWith } from "./deadline.ts";
import { isLost, isWanted, reach } from "./our-server.ts";

/**
 * Reads an answer that does not end, piece by piece, until `signal` says stop, it ends, or nothing
 * came for `silenceMs`. What is not a stream of ours is not read: the question beside it tells why.
 */
export async function readTextStream(
  path: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  silenceMs: number,
  onText: (text: string) => void,
): Promise<void> {
  const silence = new AbortController();
  const letGo = endWith(signal, silence);
  let watchdog = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await reach(path, { headers, signal: silence.signal });
    if (!isWanted(response, "text/event-stream") || response.body === null) return silence.abort();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), silenceMs);
      onText(decoder.decode(piece.value, { stream: true }));
    }
  } catch (error) {
    // A stream ends by being torn: by us, by silence, or by the network.
    if (!isLost(error)) throw error;
  } finally {
    clearTimeout(watchdog);
    letGo();
  }
}
