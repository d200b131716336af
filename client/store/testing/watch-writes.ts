/**
 * The tables of each transaction that writes from here on. To be called before a database is
 * opened: Dexie holds on to what it finds then.
 */
export function watchWrites(): {
  readonly writes: readonly (readonly string[])[];
  readonly stop: () => void;
} {
  const writes: string[][] = [];
  const transaction = Reflect.get(
    IDBDatabase.prototype,
    "transaction",
  ) as IDBDatabase["transaction"];
  IDBDatabase.prototype.transaction = function watched(tables, mode, options) {
    if (mode === "readwrite") writes.push(typeof tables === "string" ? [tables] : [...tables]);
    return transaction.call(this, tables, mode, options);
  };
  return {
    writes,
    stop() {
      IDBDatabase.prototype.transaction = transaction;
    },
  };
}
