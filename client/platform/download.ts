/** Files that a person takes away. */
import { deadline } from "./deadline.ts";

const TIMEOUT_MS = 60_000;

/** A file from our own server, asked for as one of this browser's identities; status 0 means that no answer came in time. */
export async function fetchFile(path: string, as: string): Promise<{ readonly status: number; readonly file: Blob | null }> {
  const end = deadline(TIMEOUT_MS);
  try {
    const response = await fetch(path, { headers: { "X-Heard-As": as }, cache: "no-store", signal: end.signal });
    return { status: response.status, file: response.ok ? await response.blob() : null };
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) return { status: 0, file: null };
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
