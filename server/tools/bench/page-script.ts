/**
 * Runs in a tablet's pages before the app and without touching it: says when something was painted,
 * and when something was on the disk. As text, because the server's code knows no browser. Times
 * are the page's own milliseconds since its navigation.
 */
export const PAGE_SCRIPT = `(() => {
  if (!location.protocol.startsWith("http")) return;

  // A frame's own script runs before it is painted; a message that it posts is taken right after.
  const nextPaint = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(0);
  }));

  // Resolves with what \`look\` finds, as soon as the page has changed so that it finds something.
  const found = (look, options) => new Promise((resolve) => {
    const seen = look();
    if (seen) return resolve(seen);
    const observer = new MutationObserver(() => {
      const now = look();
      if (!now) return;
      observer.disconnect();
      resolve(now);
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "data-state", "aria-label", "data-link", "data-waiting"], ...options });
  });

  const done = { drawn: null, stored: null };
  done.drawing = found(() => document.querySelector("[data-card]")).then(nextPaint).then((at) => (done.drawn = at));
  done.storing = new Promise((resolve) => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...values) {
      // The frame of a snapshot stands in the same transaction as its orders.
      if (this.name === "meta" && values[0].key === "base") this.transaction.addEventListener("complete", () => resolve(done.stored = performance.now()));
      return put.apply(this, values);
    };
  });

  window.heardBench = {
    nextPaint,
    found,
    drawn: () => done.drawing,
    stored: () => done.storing,
    // When the page asked for it, and when its last byte was there.
    snapshot: () => {
      const { startTime, responseEnd } = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/api/snapshot"));
      return { asked: startTime, answered: responseEnd };
    },
    scripts: (until) => performance.getEntriesByType("resource").filter(({ name, startTime }) => name.endsWith(".js") && startTime < until).map(({ name }) => new URL(name).pathname),
    isSettled: () => {
      const badge = document.querySelector('[data-testid="link-badge"]');
      return badge?.dataset.link === "live" && badge.dataset.waiting === "0";
    },
    isKept: async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated",
    // Milliseconds from one frame to the next while nothing happens.
    frame: async (frames) => {
      const at = [];
      await new Promise((resolve) => {
        const next = (now) => (at.push(now), at.length > frames ? resolve() : requestAnimationFrame(next));
        requestAnimationFrame(next);
      });
      return (at.at(-1) - at[0]) / frames;
    },
    forget: (name) => new Promise((resolve, reject) => {
      const asked = indexedDB.deleteDatabase(name);
      asked.onsuccess = () => resolve(true);
      asked.onerror = () => reject(asked.error);
    }),
    databases: async () => (await indexedDB.databases()).map(({ name }) => name),
  };
})();`;
