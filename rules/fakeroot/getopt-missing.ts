import { headerEntry } from "#grammar/ast.ts";
import { type Confidence, type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isOlderThan } from "../knowledge/host/engine-version.ts";
import type { BaseImage } from "../knowledge/images/distributions.ts";

function* check(ctx: ScriptContext): Iterable<Draft> {
  const { document, script, stage } = ctx;
  const from = headerEntry(stage.stage, "from");
  if (from === undefined || script.commands.length === 0 || !isOlderThan(document.target, "1.5.3")) return;
  // A digest may be of any release.
  const isAnyRelease = stage.base?.release === undefined && from.value.text.includes("@");
  const confidence = stage.base && !isAnyRelease ? lacksGetopt(stage.base) : undefined;
  if (confidence === undefined || isBroughtIn(ctx)) return;
  yield {
    range: from.value,
    severity: confidence === "high" ? "error" : "warning",
    confidence,
    message:
      'The fakeroot command calls getopt, which this image lacks: the build ends before the first line of %post: "getopt: command not found". Build with Apptainer 1.5.3 or later, which lends the host\'s, or copy it in with %files: /usr/bin/getopt /usr/bin/getopt.',
  };
}

/** How surely an image is without getopt: seen in Fedora's from 39 on and in AlmaLinux 10's, told of the others' of release 10. */
function lacksGetopt({ distribution, isPlain, release, usersFamily }: BaseImage): Confidence | undefined {
  if (!isPlain) return undefined;
  // Fedora 35 split util-linux; getopt is in the part that images leave out.
  if (distribution === "fedora") {
    const number = Number(release ?? 35);
    return number >= 39 ? "high" : number >= 35 ? "medium" : undefined;
  }
  if (usersFamily !== "rhel10") return undefined;
  return distribution === "almalinux" ? "high" : "medium";
}

/** Whether a section that comes before `%post` speaks of it. */
function isBroughtIn({ document: { source }, stage: { stage } }: ScriptContext): boolean {
  return stage.sections.some(
    ({ type, body }) => (type === "files" || type === "setup") && source.slice(body).includes("getopt"),
  );
}

export default defineRule({
  meta: {
    code: "DF121",
    name: "getopt-missing",
    summary: "Give the fakeroot command the getopt that it calls",
    why: `Under the fakeroot command \`%post\` is run by a script of the host's that calls \`getopt\`. The images of Fedora and of Enterprise Linux 10 leave
out the part of util-linux that holds it, so that the script prints its usage and the build ends before \`%post\` begins:
\`/.singularity.d/libs/fakeroot: line 46: getopt: command not found\`. Apptainer 1.5.3 and later lend the host's \`getopt\` to the container. With an older one, copy
it in with \`%files\`, or start from another image.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    needs: "host",
    modes: { "userns-fakeroot": "fails", "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: [
      "https://github.com/apptainer/apptainer/issues/1863",
      "https://github.com/apptainer/apptainer/issues/3629",
      "https://github.com/apptainer/apptainer/pull/3630",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
