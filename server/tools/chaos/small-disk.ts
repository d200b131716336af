/**
 * A disk of its own for a database, small enough to be filled: a tmpfs, which takes root and a
 * system that lets it mount.
 */
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { err, ok, type Result } from "#shared/kernel/result.ts";

export type SmallDisk = {
  readonly dir: string;
  /** Writes until there is not a byte left. */
  fill(): void;
  freeBytes(): number;
  /** Gives back what `fill` took. */
  free(): void;
  unmount(): void;
};

/** Mounts it at `dir`; the error is why that is not possible here. */
export function mountSmallDisk(dir: string, megabytes: number): Result<SmallDisk, string> {
  if (process.platform !== "linux") return err(`it takes Linux, and this is ${process.platform}`);
  if (process.getuid?.() !== 0) return err("it takes root to mount a disk");
  mkdirSync(dir, { mode: 0o700 });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", dir], {
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (error) {
    rmSync(dir, { recursive: true });
    return err(
      `a disk cannot be mounted here: ${error instanceof Error ? (error.message.split("\n").at(1) ?? error.message) : String(error)}`,
    );
  }
  const ballast = join(dir, "ballast");
  return ok({
    dir,
    freeBytes: () => freeBytes(dir),
    fill() {
      const file = openSync(ballast, "a");
      try {
        // In smaller and smaller pieces, so that nothing is left.
        for (let size = PIECE_BYTES; size >= 1;)
          if (!writes(file, size)) size = Math.floor(size / 16);
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
    unmount() {
      // Detached: what is still open goes with its process.
      execFileSync("umount", ["-l", dir], { stdio: "ignore" });
      rmSync(dir, { recursive: true, force: true });
    },
  });
}

const PIECE_BYTES = 1024 * 1024;

function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

function writes(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") return false;
    throw error;
  }
}
