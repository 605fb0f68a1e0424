/** Where a script takes away the variable by which the fakeroot command gets into programs. */
import type { Range } from "#grammar/source.ts";
import type { Run } from "../shell/flow.ts";
import { expandWord, resolveWord } from "../shell/invocation.ts";

export interface PreloadLoss {
  readonly range: Range;
  /** `rest`: all that follows runs without it. `command`: just this one does. */
  readonly scope: "rest" | "command";
  /** The end of the new value, where one is written into which the old one could be put. */
  readonly valueEnd: number | undefined;
}

/** How a command takes LD_PRELOAD away or gives it a value that is known and not fakeroot's; undefined where it does not. */
export function preloadLoss(run: Run): PreloadLoss | undefined {
  return byAssignment(run) ?? byEnv(run) ?? byUnset(run);
}

const ASSIGNMENT = /^LD_PRELOAD=/;

/** `LD_PRELOAD=x`, before a command or alone, and behind `export`: it is in the environment already, so all of these count. */
function byAssignment({ command, state, invocation }: Run): PreloadLoss | undefined {
  for (const { name, value, start, end, append } of command.assignments) {
    const isKnown = value === undefined || resolveWord(value, state.variables) !== undefined;
    if (name !== "LD_PRELOAD" || append || !isKnown) continue;
    return {
      range: { start, end },
      scope: command.words.length === 0 ? "rest" : "command",
      valueEnd: endOf(value, end),
    };
  }
  if (!/^(?:export|declare|typeset)$/.test(invocation?.name ?? "")) return undefined;
  const exported = invocation?.arguments.find(({ value }) => ASSIGNMENT.test(value ?? ""));
  return exported && { range: exported.word, scope: "rest", valueEnd: endOf(exported.word, exported.word.end) };
}

/** Before a closing quote, and nowhere in single quotes. */
function endOf(word: { readonly text: string } | undefined, end: number): number | undefined {
  const text = word?.text.replace(ASSIGNMENT, "") ?? "";
  if (text === "" || text.includes("'")) return undefined;
  return text.endsWith('"') ? end - 1 : end;
}

/** `env -i cmd`, `env -u LD_PRELOAD cmd`, `env LD_PRELOAD=x cmd`. */
function byEnv({ command, state }: Run): PreloadLoss | undefined {
  const words = command.words.flatMap((word) => expandWord(word, state.variables));
  const at = words.findIndex(({ value }) => /^(?:.*\/)?env$/.test(value ?? ""));
  const inner = words.slice(at + 1).findIndex(({ value }) => value === undefined || !/^-|=|^LD_PRELOAD$/.test(value));
  if (at === -1) return undefined;
  const options = words.slice(at + 1, at + 1 + inner);
  const kept = words[at + 1 + inner]?.word.text.startsWith("LD_PRELOAD=") === true;
  const loss = options.find(
    ({ value = "" }, index) =>
      /^(?:-|-[a-z0]*i[a-z0]*|--ignore-environment|-uLD_PRELOAD|--unset=LD_PRELOAD)$/.test(value) ||
      ASSIGNMENT.test(value) ||
      (value === "LD_PRELOAD" && /^(?:-u|--unset)$/.test(options[index - 1]?.value ?? "")),
  );
  return loss === undefined || kept ? undefined : { range: loss.word, scope: "command", valueEnd: undefined };
}

function byUnset({ invocation }: Run): PreloadLoss | undefined {
  if (invocation?.name !== "unset") return undefined;
  const name = invocation.arguments.find(({ value }) => value === "LD_PRELOAD");
  return name && { range: name.word, scope: "rest", valueEnd: undefined };
}
