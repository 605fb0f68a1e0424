import type { HeaderEntry, Stage } from "#grammar/ast.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import {
  effectiveValue,
  isLost,
  isMeantElsewhere,
  isTemplated,
  lastEntry,
  takesFrom,
} from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

const EXAMPLES: Readonly<Record<string, string>> = {
  docker: "From: debian:12",
  localimage: "From: base.sif",
  "docker-archive": "From: image.tar",
  "oci-archive": "From: image.tar",
  buildkit: "From: . for the directory of the Dockerfile",
};

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  const bootstrap = lastEntry(stage, "bootstrap");
  const agent = bootstrap && !isLost(bootstrap) ? effectiveValue(bootstrap, ctx) : undefined;
  if (bootstrap === undefined || agent === undefined || !takesFrom(agent) || isBogusStage(ctx)) return;
  const from = lastEntry(stage, "from");
  if (from !== undefined && (isLost(from) || effectiveValue(from, ctx) !== "")) return;
  if (from === undefined && (isMeantElsewhere(stage, "from", ctx.document.source) || standsAbove(ctx))) return;
  const isGivenLater = from !== undefined && isTemplated(from) && ctx.document.target.building !== true;
  yield {
    range: from === undefined ? bootstrap.value : { start: from.key.start, end: from.key.end + 1 },
    ...(isGivenLater ? { severity: "warning" } : {}),
    message: `${describe(agent, from)} Name the base, such as ${EXAMPLES[agent] ?? "From: name:tag"}${isGivenLater ? ", or give the build argument a value whenever you build" : ""}.`,
  };
}

function describe(agent: string, from: HeaderEntry | undefined): string {
  const lack = from === undefined ? "the header has no From:" : "the value of From: is empty";
  return agent === "localimage"
    ? `Apptainer takes the directory that you are in for the base image: ${lack}.`
    : `The build fails: the agent ${agent} starts from what From: names, but ${lack}.`;
}

/** A `From:` above `Bootstrap:` belongs to another stage: DF019 says so. */
function standsAbove({ document: { recipe }, stage: { index } }: StageContext): boolean {
  const above = recipe.stages[index - 1];
  return above !== undefined && above.sections.length === 0 && lastEntry(above, "from") !== undefined;
}

export default defineRule({
  meta: {
    code: "DF021",
    name: "missing-from",
    summary: "Say in From: what to build from",
    why: `The agents that fetch an image (\`docker\`, \`library\`, \`oras\`, \`localimage\` and their kin) take its name from \`From:\`. Apptainer's parser does
not ask whether it is there: the build starts, and ends with an error that names no line, such as \`open : no such file or directory\`;
\`localimage\` takes the directory that you are in, and packs it. A \`From:\`
whose value is a comment is empty as well. Agents that install a distribution (\`debootstrap\`, \`dnf\`, \`zypper\`) need none.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      'Apptainer, internal/pkg/build/sources, conveyorPacker_*.go: Recipe.Header["from"]',
      "Apptainer 1.4.5, run: localimage without From copies the working directory",
    ],
  },
  on: { stage: check },
});
