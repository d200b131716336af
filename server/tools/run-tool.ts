/**
 * How a tool at the terminal begins and ends: with its usage where that is asked, and with a
 * sentence where its options are wrong or it breaks.
 */
import type { Result } from "#shared/kernel/result.ts";
import { sayUsageWhenAsked } from "../launch/usage.ts";
import { say } from "../process/say.ts";

export type Tool<Options> = {
  readonly usage: string;
  /** What was asked for, or a sentence that says what is wrong with it. */
  readonly options: Result<Options, string>;
  /** Comes to the process's exit code. */
  readonly main: (options: Options) => Promise<number>;
  /**
   * What breaks it is a sentence for who started it, or a mistake of ours with the place it was
   * made.
   */
  readonly breaksWith: "sentence" | "stack";
};

export async function runTool<Options>({
  usage,
  options,
  main,
  breaksWith,
}: Tool<Options>): Promise<void> {
  sayUsageWhenAsked(usage);
  if (!options.ok) {
    say(`${options.error}\n\n${usage}`);
    process.exitCode = 1;
    return;
  }
  try {
    process.exitCode = await main(options.value);
  } catch (error) {
    say(
      !(error instanceof Error)
        ? String(error)
        : breaksWith === "stack"
          ? (error.stack ?? error.message)
          : error.message,
    );
    process.exitCode = 1;
  }
}
