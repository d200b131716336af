/** Evenings that once broke a promise; they are lived again before every other. A change of the simulation makes other evenings of them. */
export const KNOWN_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  { seed: 67, found: "the tab died between an answer and its notice: nobody was told of the refusal" },
  { seed: 78, found: "a backup forgot what was answered, and strangers' events passed for it" },
  { seed: 161, found: "an answer of the server that was, taken for the word of the one that is" },
  { seed: 239, found: "a second backup was restored between the comparison and a slow snapshot" },
  { seed: 257, found: "a power cut between an answer and its notice" },
  { seed: 10838, found: "an answer that was under way when the link broke was taken for one of the restored server" },
  { seed: 10862, found: "the same, and the entry waited for ever for a number the log had not reached" },
  { seed: 11943, found: "three restores in two seconds, under one epoch: strangers' events stood where ours were to be" },
];
