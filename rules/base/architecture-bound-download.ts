import { ancestorsOf, type Command } from "#grammar/shell/tree.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofPrograms, type ScriptContext } from "../document.ts";
import { followArchitecture } from "../edits/follow-architecture.ts";
import {
  type Architecture,
  architectureIn,
  asksForArchitecture,
  readArchitecture,
} from "../knowledge/architectures.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { partialValue } from "../knowledge/shell/invocation.ts";

const DOWNLOADERS =
  "curl wget aria2c axel pip pip3 python python3 uv rpm yum dnf microdnf zypper apt apt-get apk".split(" ");

function* check({ command, state, invocation }: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const { source, target } = ctx.document;
  for (const argument of invocation.arguments) {
    const name = fileNameIn(argument.value ?? partialValue(argument.word, state.variables));
    const built = name === undefined ? undefined : architectureIn(name);
    if (name === undefined || built === undefined || isChosen(command, source)) continue;
    const wanted = target.arch === undefined ? undefined : readArchitecture(target.arch);
    const differs = wanted !== undefined && wanted !== built;
    yield {
      range: argument.word,
      message: describe(name, built, differs ? wanted : undefined),
      ...(differs ? { severity: "warning", hygiene: false } : {}),
      fix: followArchitecture(ctx, argument.word, name),
    };
  }
}

/** The name of the file that a URL ends in. */
function fileNameIn(url: string): string | undefined {
  const path = /^(?:https?|ftp):\/\/([^?#]*)/.exec(url)?.[1];
  return path?.includes("/") === true ? path.split("/").at(-1) : undefined;
}

/** Whether the command stands where only one architecture leads: in a branch of a question for it. */
function isChosen(command: Command, source: SourceText): boolean {
  for (const { kind, start } of ancestorsOf(command)) {
    const isBranch = kind === "conditional" || kind === "case" || kind === "chain";
    if (isBranch && asksForArchitecture(source.text.slice(start, command.start))) return true;
  }
  return false;
}

function describe(name: string, built: Architecture, wanted: Architecture | undefined): string {
  const hint = "Let the recipe ask: $(uname -m), or dpkg --print-architecture, gives its name";
  return wanted === undefined
    ? `${name} is for ${built} alone: on other machines, such as those with ${built === "x86_64" ? "Grace" : "Intel or AMD"} processors, what is in it ends with "exec format error". ${hint}.`
    : `${name} is for ${built}, and the image is to run on ${wanted}: what is in it ends with "exec format error". ${hint}.`;
}

export default defineRule({
  meta: {
    code: "DF306",
    name: "architecture-bound-download",
    summary: "Download what is made for the machine that builds",
    why: `A file with \`x86_64\`, \`amd64\` or \`linux64\` in its name runs on Intel and AMD processors only; on the Arm processors of newer clusters (NVIDIA Grace) its
programs end with \`exec format error\`, and packages refuse to install. Let the recipe ask the machine: \`$(uname -m)\` gives \`x86_64\` or \`aarch64\`,
\`dpkg --print-architecture\` gives \`amd64\` or \`arm64\`. Where a project names its files otherwise, choose by \`case "$(uname -m)"\`. It is a hygiene note unless the
target's architecture is known and another.`,
    severity: "info",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "CSC user guide, containers: x86_64 and aarch64 nodes in one cluster",
      "github.com/conda-forge/miniforge: the installer's name by uname -m",
    ],
    group: "hygiene",
  },
  on: { postPrograms: ofPrograms(DOWNLOADERS, check) },
});
