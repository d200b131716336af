/**
 * The push services of the browsers people have. A subscription is an address that this server
 * calls: it must not be anybody's.
 */
const HOSTS: ReadonlySet<string> = new Set([
  "fcm.googleapis.com",
  "jmt17.google.com",
  "updates.push.services.mozilla.com",
]);
const DOMAINS: readonly string[] = [
  ".push.services.mozilla.com",
  ".push.apple.com",
  ".notify.windows.com",
];

/**
 * May this server send to that address? `allowed` are further origins, from the environment; only
 * they may be without TLS.
 */
export function isPushService(endpoint: string, allowed: readonly string[]): boolean {
  const url = URL.parse(endpoint);
  if (url === null || url.username !== "" || url.password !== "") return false;
  if (allowed.includes(url.origin)) return true;
  // A port of one's own is none of theirs.
  return (
    url.protocol === "https:" &&
    url.port === "" &&
    (HOSTS.has(url.hostname) || DOMAINS.some((domain) => url.hostname.endsWith(domain)))
  );
}
