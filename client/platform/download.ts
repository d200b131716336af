/** Files that a person takes away. */
import { deadline } from "./deadline.ts";
import { isLost, isWanted, reach, readAnswer, type ServerAnswer } from "./our-server.ts";

const TIMEOUT_MS = 60_000;

/**
 * A file of this type from our own server, asked for as one of this browser's identities; else what
 * was answered in its place.
 */
export async function fetchFile(
  path: string,
  as: string,
  type: string,
): Promise<Blob | ServerAnswer> {
  const end = deadline(TIMEOUT_MS);
  try {
    const response = await reach(path, { headers: { "X-Heard-As": as }, signal: end.signal });
    return isWanted(response, type) ? await response.blob() : await readAnswer(response);
  } catch (error) {
    if (isLost(error)) return { status: 0, body: null };
    throw error;
  } finally {
    end.met();
  }
}

/** Hands the file to the browser's downloads. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then; the bytes need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), TIMEOUT_MS);
}
