/** The XML that Checkstyle writes, which many build servers read. */
import { pathIn } from "./listing.ts";
import { placeOf } from "./place.ts";
import type { Reporter } from "./reporter.ts";
import { renderDocument, renderElement } from "./xml.ts";

/** The version of Checkstyle whose format this is: the one that every reader knows. */
const FORMAT_VERSION = "4.3";

/** Renders a `file` for each recipe, an `error` for each finding and problem. */
export const renderCheckstyle: Reporter = (run, { cwd }) => {
  const files = run.files.map(({ path, source, findings, problems }) => {
    const errors = problems.map(({ kind, message }) =>
      renderElement("error", { line: 1, severity: "error", message, source: `deflint.${kind}` }),
    );
    if (source !== undefined) {
      for (const finding of findings) {
        const { line, column } = placeOf(source, finding.range);
        const { severity, message, code } = finding;
        errors.push(renderElement("error", { line, column, severity, message, source: `${finding.source}.${code}` }));
      }
    }
    return renderElement("file", { name: pathIn(cwd, path) }, errors);
  });
  return renderDocument(renderElement("checkstyle", { version: FORMAT_VERSION }, files));
};
