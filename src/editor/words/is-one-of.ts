/** Whether a word is a key of a table. */
export function isOneOf<Table extends object>(table: Table, word: PropertyKey): word is keyof Table {
  return Object.hasOwn(table, word);
}
