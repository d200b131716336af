/**
 * Runs in a tablet's page, beside the app and without touching it: tells of every write to the outbox when it begins and when it is durable,
 * and answers what a person would see and what the device has stored. As text, because the server's code knows no browser.
 */
export const PAGE_SCRIPT = `(() => {
  if (!location.protocol.startsWith("http")) return;
  if (localStorage.getItem("heard.preferences") === null) {
    localStorage.setItem("heard.preferences", JSON.stringify({ ticketLayout: "rail", ticketSize: "compact", volume: "off" }));
  }
  // An entry counts as it stands when its transaction is complete: the app may put it in another place within it.
  const written = new WeakMap();
  const { add, put } = IDBObjectStore.prototype;
  const note = (store, asked, value) => {
    let entries = written.get(store.transaction);
    if (entries === undefined) {
      written.set(store.transaction, (entries = new Map()));
      heardOutbox({ kind: "begun" });
      store.transaction.addEventListener("complete", () => {
        for (const [id, entry] of entries) heardOutbox({ kind: "durable", entry: { ...entry, at: entry.at ?? id } });
      });
    }
    asked.addEventListener("success", () => entries.set(asked.result, value));
  };
  IDBObjectStore.prototype.add = function (...values) {
    const asked = add.apply(this, values);
    if (this.name === "outbox") note(this, asked, values[0]);
    return asked;
  };
  const { delete: remove } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.delete = function (key) {
    written.get(this.transaction)?.delete(key);
    return remove.call(this, key);
  };
  IDBObjectStore.prototype.put = function (...values) {
    const asked = put.apply(this, values);
    if (this.name === "outbox" && written.has(this.transaction)) note(this, asked, values[0]);
    return asked;
  };

  // In one transaction: entries move from the outbox to the archive.
  const all = (database, stores) => {
    const transaction = database.transaction(stores);
    return Promise.all(stores.map((store) => new Promise((resolve, reject) => {
      const asked = transaction.objectStore(store).getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    })));
  };
  const opened = async (role) => {
    const { name } = (await indexedDB.databases()).find((it) => it.name.startsWith("heard-") && it.name.endsWith("-" + role)) ?? {};
    if (name === undefined) return null;
    return new Promise((resolve, reject) => {
      const asking = indexedDB.open(name);
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });
  };
  const reading = async (role, read) => {
    const database = await opened(role);
    if (database === null) return null;
    try {
      return await read(database);
    } finally {
      database.close();
    }
  };

  window.heardChaos = {
    openCards: () => [...document.querySelectorAll('button[aria-label^="Bump ticket "]')].map((button) => ({
      orderId: button.closest("[data-card]").dataset.card, number: button.getAttribute("aria-label").replace("Bump ticket ", ""),
    })),
    bump: (orderId) => document.querySelector('[data-card="' + orderId + '"] button[aria-label^="Bump ticket "]')?.click(),
    badge: () => {
      const badge = document.querySelector('[data-testid="link-badge"]');
      return badge === null ? null : { link: badge.dataset.link, text: badge.textContent };
    },
    version: () => document.querySelector("script[type=module][src]").getAttribute("src"),
    lookForUpdate: async () => (await navigator.serviceWorker.getRegistration()).update().then(() => true, () => false),
    isUpdateWaiting: async () => (await navigator.serviceWorker.getRegistration())?.waiting != null,
    isKept: async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated",
    progress: (role) => reading(role, async (database) => {
      const [meta, outbox] = await all(database, ["meta", "outbox"]);
      return { cursor: meta.find(({ key }) => key === "place")?.cursor ?? null, pending: outbox.filter(({ state }) => state !== "done").length };
    }),
    stored: (role) => reading(role, async (database) => {
      const [meta, base, log, outbox, archive] = await all(database, ["meta", "base", "log", "outbox", "archive"]);
      return {
        frame: meta.find(({ key }) => key === "base")?.frame ?? null,
        orders: base.flatMap((chunk) => chunk.orders), events: log.flatMap((row) => row.events),
        entries: [...archive.flatMap((row) => row.entries), ...outbox],
      };
    }),
  };
})();`;

/** What `heardOutbox` is told. */
export type OutboxWord =
  | { readonly kind: "begun" }
  | { readonly kind: "durable"; readonly entry: unknown };
