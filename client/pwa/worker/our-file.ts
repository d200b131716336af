/** Every page of ours has it; a portal's or a proxy's has not. */
const ROOT = 'id="root"';

/**
 * May this be kept as the file at `path`? A login page that answers 200 for every address would
 * stand in the app's place until the next version, also without a network. A worker that cannot
 * keep one file is not installed, and the one before it goes on.
 */
export async function isOurFile(path: string, response: Response): Promise<boolean> {
  if (response.status !== 200 || response.redirected) return false;
  const isPage = (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  if (!path.endsWith(".html")) return !isPage;
  return isPage && (await response.clone().text()).includes(ROOT);
}
