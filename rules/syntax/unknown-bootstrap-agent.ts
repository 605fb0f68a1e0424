import type { HeaderEntry, Stage } from "#grammar/ast.ts";
import { AGENTS, isHeaderKey } from "#grammar/vocabulary.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { StageContext } from "../document.ts";
import { findClosestName } from "../knowledge/closest-name.ts";
import { isOlderThan } from "../knowledge/host/engine-version.ts";
import {
  effectiveValue,
  isLost,
  isMeantElsewhere,
  isTemplated,
  keyOf,
  lastEntry,
} from "../knowledge/recipe/header-entries.ts";
import { isBogusStage } from "../knowledge/recipe/stage-splits.ts";

function* check(stage: Stage, ctx: StageContext): Iterable<Draft> {
  const [first] = stage.header.entries;
  if (first === undefined || stage.header.entries.every(isLost) || isBogusStage(ctx)) return;
  const entry = lastEntry(stage, "bootstrap");
  if (entry !== undefined) yield* judge(entry, ctx);
  else if (isMeantElsewhere(stage, "bootstrap", ctx.document.source)) return;
  else if (stage.header.entries.some(({ name }) => isHeaderKey(name))) yield sayMissing(first, ctx);
}

function sayMissing(first: HeaderEntry, { document, stage }: StageContext): Draft {
  const next = document.recipe.stages[stage.index + 1];
  const isAbove = stage.sections.length === 0 && next !== undefined;
  return {
    range: { start: first.key.start, end: Math.max(first.value.end, first.key.end) },
    message: isAbove
      ? "Apptainer refuses the build (no bootstrap specification found): a stage starts at Bootstrap:, so what stands above it is a stage of its own, without an agent. Put Bootstrap: first."
      : "Apptainer refuses the build (no bootstrap specification found): the header does not say where the base comes from. Put Bootstrap: first, such as Bootstrap: docker.",
    fix: isAbove ? moveBelow(first, stage, next, document.source.text) : undefined,
  };
}

/** Moves what stands above `Bootstrap:` below it, unless a key would stand there twice. */
function moveBelow({ start }: HeaderEntry, stage: Stage, next: Stage, text: string): Fix | undefined {
  const names = new Set(stage.header.entries.map(keyOf));
  const [bootstrap] = next.header.entries;
  const isTwice = next.header.entries.some((entry) => names.has(keyOf(entry)));
  if (bootstrap === undefined || isTwice || text[bootstrap.end - 1] !== "\n") return undefined;
  return {
    title: "Put Bootstrap: first",
    safety: "safe",
    changesStructure: true,
    edits: [
      { start, end: stage.end, text: "" },
      { start: bootstrap.end, end: bootstrap.end, text: text.slice(start, stage.end) },
    ],
  };
}

function* judge(entry: HeaderEntry, ctx: StageContext): Iterable<Draft> {
  const agent = effectiveValue(entry, ctx);
  const { target } = ctx.document;
  if (agent === undefined || isLost(entry)) return;
  if (agent === "") {
    const message =
      "Apptainer refuses the build (no bootstrap specification found): Bootstrap: has no value. Name an agent, such as docker.";
    yield { range: { start: entry.key.start, end: entry.key.end + 1 }, message };
    return;
  }
  const since = AGENTS.get(agent)?.since;
  if (isOlderThan(target, since)) {
    const message = `Apptainer ${target.engineVersion} refuses the build: the agent ${agent} needs ${since}. Build with Apptainer ${since} or later, or start from another agent.`;
    yield { range: entry.value, message };
  }
  if (!AGENTS.has(agent)) yield sayUnknown(entry, agent);
}

function sayUnknown(entry: HeaderEntry, agent: string): Draft {
  const plain = agent.replace(/^["']|["']$/g, "").toLowerCase();
  const meant = AGENTS.has(plain) ? plain : findClosestName(plain, [...AGENTS.keys()]);
  const line = agent.split(/[\r\n]/)[0] ?? agent;
  const advice =
    meant === undefined
      ? "An image of Docker Hub needs Bootstrap: docker, an image file Bootstrap: localimage."
      : adviseOn(agent, plain, meant);
  const isCut = agent.includes("\r");
  return {
    range: entry.value,
    message: isCut
      ? `Apptainer refuses the build: a lone carriage return ends no line, so all that follows "${line}" belongs to the agent's name. Save the file with LF or CRLF line ends.`
      : `Apptainer refuses the build: it has no bootstrap agent ${agent}. ${advice}`,
    fix: meant === undefined || isCut || isTemplated(entry) ? undefined : write(entry, meant, plain),
  };
}

function adviseOn(agent: string, plain: string, meant: string): string {
  if (plain !== meant) return `Did you mean ${meant}?`;
  return `${/["']/.test(agent) ? "Quotes belong to the name" : "Upper and lower case count"}: write ${meant}.`;
}

function write({ value: { start, end } }: HeaderEntry, agent: string, plain: string): Fix {
  const safety = plain === agent ? "safe" : "unsafe";
  return { title: `Write ${agent}`, safety, changesStructure: true, edits: [{ start, end, text: agent }] };
}

export default defineRule({
  meta: {
    code: "DF019",
    name: "unknown-bootstrap-agent",
    summary: "Name a bootstrap agent that Apptainer has, first and in lower case",
    why: `\`Bootstrap:\` names the agent that fetches the base: \`docker\`, \`localimage\`, \`library\`, \`dnf\` and some more, in lower case. \`Docker\`,
\`"docker"\` and \`ubuntu\` are refused with \`invalid build source\`. A stage starts at \`Bootstrap:\`, so a \`From:\` above it is a stage of its own
that has no agent: \`no bootstrap specification found\`. The agent \`dnf\` came with Apptainer 1.4 (\`yum\` is the same) and \`buildkit\` with 1.5.`,
    severity: "error",
    confidence: "high",
    fix: "safe",
    needs: "host",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/conveyorPacker.go",
      "Apptainer, https://github.com/apptainer/apptainer/pull/2565 (dnf)",
    ],
  },
  on: { stage: check },
});
