import type { Command, List, ShellNode, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { INTERPRETERS, isDownload } from "../knowledge/programs/downloads.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { type Invocation, readInvocation } from "../knowledge/shell/invocation.ts";
import { Variables } from "../knowledge/shell/state.ts";

/** One finding a command, whichever way it runs. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  let told: Command | undefined;
  for (const run of [...ctx.flow.programsMatching(INTERPRETERS), ...ctx.flow.programsNamed(...READERS)]) {
    const { command, invocation } = run;
    const isPiped = readsScript(invocation) && isFedByDownload(command);
    if (command === told || (!isPiped && !takesDownloadedText(run))) continue;
    told = command;
    yield { range: invocation.program.word, message: describe(invocation.name, isPiped) };
  }
}

/** Commands of the shell that run a text in it. */
const READERS = ["eval", "source", "."];

function describe(program: string, isPiped: boolean): string {
  const lost = isPiped
    ? "in a pipe only the last command's status counts, so a download that fails or breaks off does not stop the build"
    : "a download that fails does not stop the build";
  return `${program} runs whatever the server sends today, and ${lost}. Download to a file (curl -fsSLo), check it, then run it.`;
}

/** Whether an interpreter takes its script from its input: it has no operand, or `-s` or `-` before them. */
function readsScript({ name, arguments: words }: Invocation): boolean {
  if (!INTERPRETERS.test(name)) return false;
  for (const { value = "" } of words) {
    if (value === "-" || /^-[a-zA-Z]*s$/.test(value)) return true;
    if (/^-[a-zA-Z]*[cm]$/.test(value) || !/^[-+]/.test(value)) return false;
  }
  return true;
}

/** Whether a download stands before a command in its pipe. */
function isFedByDownload(command: Command): boolean {
  let node: ShellNode = command;
  while (node.parent?.kind === "group") node = node.parent;
  const { parent, role } = node;
  if (parent?.kind !== "chain" || typeof role !== "object") return false;
  for (let at = role.index - 1; at >= 0 && /^\|&?$/.test(parent.connectors[at] ?? ""); at--) {
    const member = parent.members[at];
    if (member !== undefined && downloads([member])) return true;
  }
  return false;
}

/** `bash <(curl ...)`, `sh -c "$(curl ...)"`, `eval "$(curl ...)"` and `. <(curl ...)`. */
function takesDownloadedText({ command, invocation: { name, arguments: words } }: ProgramRun): boolean {
  const at = words.findIndex(({ value }) => value === undefined || !/^-/.test(value));
  const script = words[at]?.word;
  if (script === undefined || !/^"?(?:<\(|\$\(|`)/.test(script.text)) return false;
  const isText = name === "eval" || words[at - 1]?.value === "-c";
  if (!isText && !script.text.startsWith("<(")) return false;
  return command.substitutions.some((list) => isInside(list, script) && downloads(list));
}

function isInside([first]: List, { start, end }: Word): boolean {
  return first !== undefined && first.start >= start && first.end <= end;
}

function downloads(list: List): boolean {
  return list.some((node) => {
    if (node.kind === "group") return downloads(node.body);
    if (node.kind === "chain") return downloads(node.members);
    if (node.kind !== "command") return false;
    const invocation = readInvocation(node, Variables.none);
    return invocation !== undefined && isDownload(invocation);
  });
}

export default defineRule({
  meta: {
    code: "DF702",
    name: "download-piped-to-shell",
    summary: "Download an installer to a file before it is run",
    why: `\`curl ... | sh\` runs what the server sends at that moment: nobody has seen it, it cannot be compared with a checksum, and the next build may
get something else. A pipe has the status of its last command, so when the download fails the shell gets an empty script, ends with 0, and the build goes
on without the software. Download to a file with \`curl -fsSLo\`, check it with \`sha256sum -c\`, and run that file.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["POSIX, Shell Command Language, 2.9.2 Pipelines: the exit status is that of the last command"],
  },
  on: { script: (_script, ctx) => check(ctx) },
});
