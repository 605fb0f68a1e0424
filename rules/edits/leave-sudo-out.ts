/** The mend that takes sudo away from a command that root runs anyway. */
import type { Fix } from "../define-rule.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import type { Wrapper } from "../knowledge/shell/invocation.ts";

/** Options with which sudo does what root would do without it. */
const IDLE = /^-[EHnSPAk]+$|^--(?:preserve-env(?:=.*)?|set-home|non-interactive|stdin|preserve-groups)?$/;

/** What only a shell itself does or reads: behind sudo it is another program, or none. */
const OWN_WORD =
  /^(?:cd|export|source|\.|set|unset|alias|exit|return|exec|eval|read|trap|umask|ulimit|shift|wait|local|if|then|elif|else|fi|for|while|until|do|done|case|esac|function|select|[{}!]|\[\[)$/;

/** Takes sudo and its options away, up to the command or to an assignment before it; only where nothing else hangs on them. */
export function leaveSudoOut(sudo: Wrapper, { command, invocation }: ProgramRun): Fix | undefined {
  const { name, program, wrappers } = invocation;
  if (name === "sudo" || OWN_WORD.test(name)) return undefined;
  const at = sudo.arguments.findIndex(({ value }) => /^[A-Za-z_]\w*=/.test(value ?? ""));
  const options = at === -1 ? sudo.arguments : sudo.arguments.slice(0, at);
  if (at !== -1 && sudo.program.word !== command.words[0]) return undefined;
  if (!options.every(({ value }, index) => isIdle(value ?? "", options[index - 1]?.value))) return undefined;
  const behind = wrappers[wrappers.indexOf(sudo) + 1]?.program ?? program;
  const next = (at === -1 ? behind : sudo.arguments[at])?.word ?? program.word;
  // At the start of a line it would begin a section.
  if (next.text.startsWith("%")) return undefined;
  const { start } = sudo.program.word;
  const words = command.words.filter((word) => word.start >= start && word.start < next.start);
  if (next.start <= start || words.some(({ literal, templated }) => !literal || templated)) return undefined;
  return { title: "Leave sudo out", safety: "safe", edits: [{ start, end: next.start, text: "" }] };
}

function isIdle(option: string, before: string | undefined): boolean {
  return (
    IDLE.test(option) ||
    option === "-u" ||
    option === "--user=root" ||
    (before === "-u" && /^(?:root|#0)$/.test(option))
  );
}
