import { type Draft, defineRule, type Edit, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { nameOf } from "../knowledge/images/lifetimes.ts";
import { type BashUse, findBashUses, plainShellOf } from "../knowledge/shell/bash-uses.ts";
import { DIALECTS, type PlainShell } from "../knowledge/shell/shell-dialects.ts";

/** One finding for each feature of bash in a script, at its worst place; those that a fix can mend apart from the others. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const shell = plainShellOf(ctx);
  if (shell === undefined) return;
  const groups = new Map<string, BashUse[]>();
  for (const use of findBashUses(ctx, shell)) {
    const key = `${use.feature} ${dotInstead(use) !== undefined}`;
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  for (const uses of groups.values()) {
    const worst = uses.find(({ stops }) => stops) ?? uses[0];
    if (worst !== undefined) yield describeGroup(worst, uses, ctx, shell);
  }
}

function describeGroup(worst: BashUse, uses: readonly BashUse[], ctx: ScriptContext, shell: PlainShell): Draft {
  const others = uses.filter((use) => use !== worst);
  return {
    range: worst.range,
    severity: severityOf(worst),
    message: describe(worst, ctx, shell),
    related: others.map(({ range }) => ({ message: "the same here", range })),
    fix: writeDots(uses),
  };
}

function severityOf({ stops, feature }: BashUse): "error" | "warning" | "info" {
  if (stops) return "error";
  return feature === "echo-option" ? "info" : "warning";
}

function describe(use: BashUse, ctx: ScriptContext, shell: PlainShell): string {
  const { name, instead } = DIALECTS[use.feature];
  const base = ctx.stage.base;
  const where = base === undefined ? "" : ` in ${nameOf(base)}`;
  return `${name} is bash's, and ${shell} runs this script${where}: ${outcomeOf(use)}. ${instead}${bashInstead(ctx, shell)}.`;
}

function outcomeOf({ difference, stops }: BashUse): string {
  const { outcome, shows } = difference;
  if (outcome === "misleads") return shows;
  if (outcome === "unread") return `it ends with '${shows}', whatever stands around it`;
  return stops
    ? `the script ends with '${shows}'`
    : `it fails with '${shows}', which counts as false, and the script goes on`;
}

/** The other way out; Alpine and busybox have no bash. */
function bashInstead({ script }: ScriptContext, shell: PlainShell): string {
  if (shell === "ash") return "";
  return script.type === "post"
    ? ", or let bash run it: %post -c /bin/bash -e"
    : ", or let bash run it: #!/bin/bash as its first line";
}

/** What `source FILE` becomes: a dot, where the file is named by a path, is the only word, and the script would end anyway. */
function dotInstead({ feature, stops, words }: BashUse): Edit | undefined {
  const [program, file, ...others] = words ?? [];
  if (feature !== "source" || !stops || program?.text !== "source" || file === undefined) return undefined;
  if (others.length > 0 || file.templated || !file.text.includes("/")) return undefined;
  return { start: program.start, end: program.end, text: "." };
}

function writeDots(uses: readonly BashUse[]): Fix | undefined {
  const edits = uses.flatMap((use) => dotInstead(use) ?? []);
  return edits.length === 0 ? undefined : { title: "Write . for source", safety: "safe", edits };
}

export default defineRule({
  meta: {
    code: "DF503",
    name: "bash-syntax-under-sh",
    summary: "Write no bash where /bin/sh is another shell",
    why: `Apptainer runs \`%post\` with the image's \`/bin/sh\`, and a \`#!/bin/bash\` in it has no effect. On Debian and Ubuntu that is dash, on Alpine busybox: they
stop at arrays and \`<<<\` with a syntax error, do not find \`source\` and \`[[\`, and read \`cmd &> file\` as a command in the background. In a condition
a command that is not found counts as false, so the script quietly takes the other branch. Write POSIX shell, or have the section run by bash:
\`%post -c /bin/bash -e\` (without \`-e\` bash goes on after errors). On Enterprise Linux, Fedora and SUSE \`/bin/sh\` is bash.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "dash 0.5.12 and busybox 1.35, run",
      'Apptainer user guide, definition files, "%post"',
      "Apptainer, internal/pkg/build/util.go, getSectionScriptArgs",
    ],
  },
  on: { script: (_script, ctx) => check(ctx) },
});
