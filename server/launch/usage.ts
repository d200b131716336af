/**
 * `--help` of a tool is no mistake: it prints how the tool is used, and ends well. Before anything
 * is started.
 */
export function sayUsageWhenAsked(usage: string): void {
  if (!process.argv.slice(2).some((arg) => arg === "--help" || arg === "-h")) return;
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
