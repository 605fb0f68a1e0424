/** The documentation of all rules; loaded only where a person reads it. */
export { docs } from "#docs";

/** The first sentence of a paragraph, whole where it has only one. */
export function firstSentence(text: string): string {
  const paragraph = text.trim().replace(/\s+/g, " ");
  return /^.*?(?<!\b(?:e\.g|i\.e|etc|vs))[.!?](?= |$)/.exec(paragraph)?.[0] ?? paragraph;
}
