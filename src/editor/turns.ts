/** Work that comes in bursts: what was asked for several times before its turn is done once. */

/** The function asks for the work of a key, which is done when all messages that wait are read. */
export function makeTurns(work: (key: string) => void): (key: string) => void {
  const waiting = new Set<string>();
  return (key) => {
    if (waiting.has(key)) return;
    waiting.add(key);
    setImmediate(() => {
      waiting.delete(key);
      work(key);
    });
  };
}
