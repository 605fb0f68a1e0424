/** Waits for many things at once, each under its name. */

/** The values of an object's promises. Rejects as soon as one of them does. */
export async function awaitAll<T extends object>(promises: T): Promise<{ [Key in keyof T]: Awaited<T[Key]> }> {
  const entries = Object.entries(promises).map(async ([name, value]) => [name, await value] as const);
  return Object.fromEntries(await Promise.all(entries)) as { [Key in keyof T]: Awaited<T[Key]> };
}
