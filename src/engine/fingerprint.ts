/** Keys of findings that stay when lines above them come and go: baselines and code hosts know a finding again by them. */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { SourceText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";

/** Lines of a finding that its key is made of; a longer one is known by its beginning. */
const MOST_LINES = 5;

/**
 * The keys of all findings of one file, in their order: 32 hexadecimal digits each, no two alike.
 * A key is made of the path, the code, the text of the lines without their spacing, and the number of the finding among
 * those that agree in all of these: so they have to be asked for all findings of a file at once, in the order of their places.
 * @param path with slashes, relative to whatever the keys are kept for; `./` at its start makes no difference
 */
export function fingerprintsOf(
  path: string,
  source: SourceText,
  findings: readonly Pick<Finding, "code" | "range">[],
): string[] {
  const name = posix.normalize(path);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const subject = JSON.stringify([name, finding.code, readLines(source, finding)]);
    const before = seen.get(subject) ?? 0;
    seen.set(subject, before + 1);
    return digestOf(`${subject} ${before}`);
  });
}

/** 32 hexadecimal digits that stand for a text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** The lines that a range stands in, a space for each run of white space. */
function readLines(source: SourceText, { range }: Pick<Finding, "range">): string {
  const first = source.positionAt(range.start).line;
  const last = source.positionAt(Math.max(range.start, range.end - 1)).line;
  const end = source.lineStarts[Math.min(last, first + MOST_LINES - 1) + 1] ?? source.text.length;
  return source.text
    .slice(source.lineStarts[first] ?? 0, end)
    .replace(/^\ufeff/, "")
    .replace(/\s+/g, " ")
    .trim();
}
