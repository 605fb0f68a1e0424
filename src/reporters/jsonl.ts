/** Findings for programs that read line by line: one JSON object a finding, the path of its file in it. */
import { describeFinding } from "./json-finding.ts";
import type { Reporter } from "./reporter.ts";

/** Renders a line a finding; nothing where there is none. */
export const renderJsonLines: Reporter = ({ files }) =>
  files
    .flatMap(({ path, source, findings }) =>
      source === undefined
        ? []
        : findings.map((finding) => `${JSON.stringify({ path, ...describeFinding(finding, source) })}\n`),
    )
    .join("");
