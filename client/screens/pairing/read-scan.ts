import { readCode } from "../../device/account.ts";

/** The pairing code in what a QR code says: the owner's link, wherever the owner opened it, or the code alone. Null for any other QR code. */
export function readScan(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return readCode(text);
  return url.pathname === "/pair" ? readCode(decoded(url.hash.slice(1))) : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
