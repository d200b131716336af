import { readLink } from "#shared/api/links.ts";
import { readCode } from "../../device/account.ts";

/** The pairing code in what a QR code says: the owner's link, wherever the owner opened it, or the code alone. Null for any other QR code. */
export function readScan(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return readCode(text);
  const link = readLink(url.pathname, url.hash.slice(1));
  return link?.page === "pair" ? readCode(link.secret) : null;
}
