/**
 * The links that carry a secret behind their `#`: a table's and a pairing's. Messengers, note pads
 * and readers of codes bend them: they encode the `#`, add what they measure with, take the full
 * stop of a sentence along. What is meant can still be read, and a person who holds the right code
 * is not sent away.
 */
export type SecretLink = {
  readonly page: "t" | "pair";
  /** Empty where nothing is left of it. */ readonly secret: string;
};

/**
 * What an address of ours means, by its path and what stands behind its `#`; null where it is no
 * such link.
 */
export function readLink(path: string, fragment: string): SecretLink | null {
  const found = LINK.exec(decoded(decoded(path)));
  if (found === null) return null;
  const page = found[1]?.toLowerCase() === "t" ? "t" : "pair";
  const rest = found[2] ?? "";
  // The fragment where there is one; what an encoded # led into the path; else what stands in the
  // path as if it were a page below.
  const [, encoded] = rest.split("#", 2);
  const told =
    fragment !== "" ? decoded(fragment) : (encoded ?? (rest.startsWith("/") ? rest : ""));
  return { page, secret: SECRET[page].exec(told)?.[0].trim() ?? "" };
}

/** A path as it may be written down: without what should have stood behind its `#`. */
export function withoutSecret(path: string): string {
  const link = readLink(path, "");
  return link === null || link.secret === "" ? path : `/${link.page}…`;
}

/**
 * Behind the page's name: nothing; an encoded `#`, or what was added to the address, and anything;
 * a page below; a sentence's own marks. `/t.js` is a file that is not there.
 */
const LINK = /^\/(t|pair)([#&?].*|\/[\w-]*\/?|[^\w/#&?-]*)$/i;

/** What a table's token is made of; a code is also typed in groups. */
const SECRET = { t: /[\w-]+/, pair: /[\w -]+/ } as const;

/** A fragment is anybody's text: one that is badly encoded is taken as it stands. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
