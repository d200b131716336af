import { readLink } from "#shared/api/links.ts";
import { readCode } from "../../device/account.ts";

/**
 * The pairing code in what a QR code says: the owner's link, wherever the owner opened it, or the
 * code alone. Null for any other QR code.
 */
export function readScan(text: string): string | null {
  const url = asUrl(text);
  if (url === null) return readCode(text);
  const link = readLink(url.pathname, url.hash.slice(1));
  return link?.page === "pair" ? readCode(link.secret) : null;
}

/** `URL.parse` is younger than the browsers we speak with. */
function asUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
