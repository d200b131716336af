/** A line for the person at the terminal, who is no reader of the log. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
