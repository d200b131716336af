/**
 * Preloaded into the server under test: says when a pattern is run over a text that is longer than
 * anything that may stand in a request's head. Such a text is a body, or a part of one, that
 * somebody looks at before its length was asked. Counted in letters, so it is true on any machine.
 */

import { writeSync } from "node:fs";

/** A whole head is 16 KiB at most. */
const LONG_READ = 20_000;
/**
 * A single class has nothing to go back to: it is how zod counts the characters of a text, before
 * it says that there are too many.
 */
const ONE_CLASS = /^\[[^\]]*\]$/;

const said = new Set<string>();
// Whatever looks for a pattern comes by here: test, match, replace and split ask `exec`.
RegExp.prototype.exec = new Proxy(Reflect.get(RegExp.prototype, "exec") as RegExp["exec"], {
  apply(exec, pattern: RegExp, [text]: [string]) {
    if (String(text).length > LONG_READ && !said.has(pattern.source)) {
      said.add(pattern.source);
      // At once: before there is an answer.
      if (Reflect.apply(exec, ONE_CLASS, [pattern.source]) === null)
        writeSync(process.stderr.fd, `long read: ${text.length} letters by /${pattern.source}/\n`);
    }
    return Reflect.apply(exec, pattern, [text]) as RegExpExecArray | null;
  },
});
