/**
 * A signal that ends what was asked after `ms`, until `met` is called. `AbortSignal.timeout` is
 * younger than the browsers we speak with (oldest-browsers.ts).
 */
export function deadline(ms: number): { readonly signal: AbortSignal; met(): void } {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), ms);
  return { signal: end.signal, met: () => clearTimeout(timer) };
}

/** Ends `inner` when `outer` ends; what is returned lets go of it again. */
export function endWith(outer: AbortSignal, inner: AbortController): () => void {
  const end = () => inner.abort();
  if (outer.aborted) end();
  else outer.addEventListener("abort", end);
  return () => outer.removeEventListener("abort", end);
}
