/** Fixes in SARIF. */
import type { SourceText } from "#grammar/source.ts";
import type { Fix } from "#rules/define-rule.ts";
import { type ArtifactLocation, describeMessage, regionOf } from "./sarif-parts.ts";

/** A fix that a viewer may apply whole; undefined where there is none, or none that SARIF can say. */
export function describeFix(
  fix: Fix | undefined,
  source: SourceText,
  artifactLocation: ArtifactLocation,
): object | undefined {
  if (fix === undefined || fix.edits.length === 0 || fix.safety === "manual") return undefined;
  // JSON has no bytes that are no UTF-8, and no region of SARIF holds a byte order mark.
  if (source.hasInvalidUtf8 || (source.text.startsWith("\ufeff") && fix.edits[0]?.start === 0)) return undefined;
  const replacements = fix.edits.map((edit) => ({
    deletedRegion: regionOf(source, edit),
    ...(edit.text !== "" && { insertedContent: { text: edit.text } }),
  }));
  const title = fix.safety === "safe" ? fix.title : `${fix.title} (may change what a privileged build does)`;
  return { description: describeMessage(title), artifactChanges: [{ artifactLocation, replacements }] };
}
