import type { Command } from "#grammar/shell/tree.ts";
import { spanOf } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext, StageContext } from "../document.ts";
import { unpinnedPackages } from "../knowledge/package-managers/versions.ts";
import { endsInImage } from "../knowledge/recipe/image-contents.ts";
import type { Argument } from "../knowledge/shell/invocation.ts";

/** One finding a command, whichever way it runs. */
function* check({ stage, flow, transactions }: ScriptContext): Iterable<Draft> {
  if (!isUsed(stage)) return;
  let told: Command | undefined;
  for (const transaction of transactions) {
    const free = transaction.command === told ? [] : unpinnedPackages(transaction);
    if (free.length === 0) continue;
    told = transaction.command;
    yield { range: spanOf(free.map(({ word }) => word)), message: describePackages(free) };
  }
  for (const { command, invocation } of flow.programsNamed("wget", "curl", "aria2c", "axel")) {
    const address = invocation.arguments.find(({ value }) => MOVING_ADDRESS.test(value ?? ""));
    if (command === told || address === undefined) continue;
    told = command;
    yield { range: address.word, message: ADDRESS };
  }
}

/** The last stage, and one that a later stage takes something from. */
function isUsed(stage: StageContext): boolean {
  return endsInImage("/", stage);
}

/** Addresses whose file changes with each release. */
const MOVING_ADDRESS = /^https?:\/\/\S*(?:\/releases\/latest\/|\/latest\/|[-_/]latest[-_.])/i;

function describePackages(free: readonly Argument[]): string {
  const [first, ...others] = free;
  const more = others.length === 0 ? "" : others.length === 1 ? " and one more" : ` and ${others.length} more`;
  const are = others.length === 0 ? "is" : "are";
  return `${first?.value ?? ""}${more} ${are} not tied to a version, so the same recipe gives another image another day. Name the version, or install from a lock file.`;
}

const ADDRESS =
  "What this address gives changes with each release, so the same recipe gives another image another day. Name a version in it.";

export default defineRule({
  meta: {
    code: "DF801",
    name: "unpinned-package",
    summary: "Name the versions of what is installed beside the distribution",
    why: `Without a version pip, conda, npm and cargo take the newest on the day of the build, and so do addresses such as
\`Miniforge3-latest\` and \`releases/latest\`. The recipe then builds another image next month, or none, and a result cannot be made again.
Name versions (\`numpy==2.1.3\`, conda's \`numpy=2.1.3\`), or install from a lock file (\`pip install -r requirements.txt\` as written
by \`pip freeze\`, \`conda env create -f\` of an exported environment). Packages of the distribution are left alone: its repositories keep
only the newest.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "pip documentation, Repeatable Installs",
      "conda documentation, Managing environments",
      "cargo-install(1)",
    ],
    group: "hygiene",
  },
  on: { post: (_script, ctx) => check(ctx) },
});
