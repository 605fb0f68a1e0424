import type { HeaderEntry, Stage } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { effectiveValue, isLost, lastEntry, takesFrom } from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

const KEYS = ["from", "stage", "osversion", "mirrorurl"];
const EXPANSION = /\$(?:(\w+)|\{(\w+)[^}\s]*\}|\([^)]*\))/g;

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  if (isBogusStage(ctx)) return;
  for (const name of KEYS) {
    const entry = lastEntry(stage, name);
    if (entry === undefined || isLost(entry) || (name === "from" && !usesFrom(ctx))) continue;
    yield* judge(entry);
  }
}

function* judge(entry: HeaderEntry): Iterable<Draft> {
  const { name, key } = entry;
  for (const { variable, text, ...range } of expansionsOf(entry)) {
    if (name === "mirrorurl" && isMirrorVariable(variable)) continue;
    yield {
      range,
      message: `Apptainer takes ${text} as it stands: no shell reads the header, so ${key.text} is "${entry.value.text}". ${adviseOn(name, variable)}`,
    };
  }
}

function adviseOn(key: string, variable: string | undefined): string {
  if (variable === undefined) return "Write {{ NAME }} and give it a value with --build-arg.";
  if (key === "mirrorurl" && variable === "OSVERSION") return "Write %{OSVERSION}.";
  return `Write {{ ${variable} }} and give ${variable} a value in %arguments or with --build-arg.`;
}

function* expansionsOf({ lines }: HeaderEntry): Iterable<Range & { variable: string | undefined; text: string }> {
  for (const line of lines) {
    for (const match of line.text.matchAll(EXPANSION)) {
      const start = line.start + match.index;
      yield { start, end: start + match[0].length, variable: match[1] ?? match[2], text: match[0] };
    }
  }
}

function usesFrom(ctx: StageContext): boolean {
  const bootstrap = lastEntry(ctx.stage, "bootstrap");
  return bootstrap !== undefined && takesFrom(effectiveValue(bootstrap, ctx));
}

/** yum, dnf and pacman put their own variables into a mirror's address: `$basearch`, `$repo`, `$YUM0`. */
function isMirrorVariable(name: string | undefined): boolean {
  return name !== undefined && (/^[a-z_]+$/.test(name) || /^(?:YUM|DNF)\d$/.test(name));
}

export default defineRule({
  meta: {
    code: "DF022",
    name: "shell-variable-in-header",
    summary: "Use {{ }} instead of shell variables in the header",
    why: `The header is no shell script: \`From: python:$VERSION\` asks for an image whose tag is \`$VERSION\`, which does not exist, and variables that
were exported before the build change nothing. Apptainer has build arguments for that: write \`{{ VERSION }}\`, a default in \`%arguments\`, and
\`--build-arg VERSION=3.12\` on the command line (Apptainer 1.2). In \`MirrorURL\` \`%{OSVERSION}\` and the variables of dnf (\`$basearch\`) are fine.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/sources: header values are used as they stand",
      "Apptainer, CHANGELOG 1.2.0: templating",
    ],
  },
  on: { stage: check },
});
