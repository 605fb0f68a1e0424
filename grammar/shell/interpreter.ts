/** Which program runs a section's script, and whether it stops at a failing command. */
import type { SectionType } from "../vocabulary.ts";

export interface Interpreter {
  /** `other` for a program whose language is no shell's: such a script has no tree. */
  readonly shell: "sh" | "bash" | "other";
  /** The program as the recipe names it. */
  readonly program: string;
  /** Whether the script starts under `set -e`. */
  readonly errexit: boolean;
  /** Whether the script starts under `set -o pipefail`. */
  readonly pipefail: boolean;
  /** Whether the section's own arguments name the program, by `-c`. */
  readonly chosen: boolean;
}

/** Sections that Apptainer runs by `/bin/sh -ex` and their own arguments (internal/pkg/build/util.go). */
const RUN_AT_BUILD: readonly SectionType[] = ["post", "setup", "pre", "appinstall"];

/**
 * The interpreter of a script of one type.
 * @param sectionArguments what stands behind the section's name
 * @param body the script: its `#!` counts in `%runscript`, `%startscript` and `%test`, and nowhere else
 */
export function interpreterOf(type: SectionType, sectionArguments: string, body: string): Interpreter {
  if (RUN_AT_BUILD.includes(type)) return fromArguments(sectionArguments);
  if (type === "environment" || type === "appenv") return plainShell(false);
  return fromShebang(body, type === "test");
}

function plainShell(errexit: boolean): Interpreter {
  return { shell: "sh", program: "/bin/sh", errexit, pipefail: false, chosen: false };
}

/** `-c` and all that follows become one command of the outer `sh -ex`, whose `-e` the inner program does not see. */
function fromArguments(sectionArguments: string): Interpreter {
  const words = wordsOf(sectionArguments.split("#")[0] ?? "");
  const at = words.indexOf("-c");
  if (at === -1) return plainShell(!words.some((word) => /^\+[a-z]*e/.test(word)));
  const [program = "", ...options] = withoutEnv(words.slice(at + 1));
  return { shell: shellOf(program), program, errexit: setsErrexit(options), ...chosenBy(options) };
}

function fromShebang(body: string, errexit: boolean): Interpreter {
  const shebang = /^\s*#!([^\n]*)/.exec(body);
  if (shebang === null) return plainShell(errexit);
  const [program = "", ...options] = withoutEnv(wordsOf(shebang[1] ?? ""));
  return { shell: shellOf(program), program, errexit: setsErrexit(options), ...chosenBy(options) };
}

function chosenBy(options: readonly string[]): Pick<Interpreter, "pipefail" | "chosen"> {
  return { pipefail: options.includes("pipefail"), chosen: true };
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function withoutEnv(words: readonly string[]): readonly string[] {
  return /(?:^|\/)env$/.test(words[0] ?? "") ? words.slice(1).filter((word) => !word.startsWith("-S")) : words;
}

function shellOf(program: string): Interpreter["shell"] {
  const name = program.split("/").at(-1) ?? "";
  if (name === "bash" || name === "rbash") return "bash";
  return ["sh", "dash", "ash"].includes(name) ? "sh" : "other";
}

/** Whether options of a shell hold `-e`, alone or in a cluster, or `-o errexit`. */
export function setsErrexit(options: readonly string[]): boolean {
  return options.some(
    (option, index) =>
      /^-[a-zA-Z]*e/.test(option) || (option === "errexit" && /^-[a-zA-Z]*o$/.test(options[index - 1] ?? "")),
  );
}
