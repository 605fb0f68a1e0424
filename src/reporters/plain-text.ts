/** Markdown for those who read it in a terminal. */

/** A paragraph without its backticks. */
export function plainText(markdown: string): string {
  return markdown.replaceAll("`", "");
}
