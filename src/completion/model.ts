/** What may stand on a command line, read off the definitions of the commands themselves. */
import type { Argument, Command, Option } from "commander";
import { BUILD_MODES } from "#rules/define-rule.ts";
import { ENGINE_FLAGS, type EngineFlag, OWN_FLAGS } from "../build/command-line/flags.ts";
import { FORMATS } from "../reporters/formats.ts";

/** What a flag or a command takes. `rule` is one rule, `rules` several with commas between them; `free` cannot be told. */
export type Words = { readonly kind: "files" | "directories" | "rule" | "rules" | "free" | "nothing" } | Choices;

interface Choices {
  readonly kind: "choices";
  readonly choices: readonly string[];
}

/** A flag with all of its spellings, dashes included. */
export interface CompletedFlag {
  readonly long: string | undefined;
  readonly short: string | undefined;
  /** Empty where there is none. */
  readonly description: string;
  /** `nothing` for a flag that stands alone, also where it may have a value. */
  readonly value: Words;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly CompletedFlag[];
  readonly words: Words;
}

/** A command line of deflint. Without a command it is check's. */
export interface CompletedProgram {
  readonly commands: readonly CompletedCommand[];
  /** Those that stand where a command would. */
  readonly flags: readonly CompletedFlag[];
}

/** What the placeholders of the definitions stand for. */
const PLACEHOLDERS: Readonly<Record<string, Words>> = {
  rule: { kind: "rule" },
  rules: { kind: "rules" },
  file: { kind: "files" },
  path: { kind: "files" },
  log: { kind: "files" },
  recipe: { kind: "files" },
  glob: { kind: "files" },
  // The list is parsed by check itself, since a file may follow.
  format: { kind: "choices", choices: FORMATS },
  version: { kind: "free" },
  size: { kind: "free" },
  count: { kind: "free" },
  "K=V": { kind: "free" },
};

/** Reads the definitions. Throws for a placeholder that it does not know, which a test finds. */
export function describeProgram(program: Command): CompletedProgram {
  return {
    commands: program
      .createHelp()
      .visibleCommands(program)
      .map((command) => (command.name() === "build" ? describeBuild(command) : describeCommand(command))),
    flags: flagsOf(program),
  };
}

function describeCommand(command: Command): CompletedCommand {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    description: command.description(),
    flags: flagsOf(command),
    words: argument === undefined ? { kind: "nothing" } : wordsOf(argument, argument.name()),
  };
}

/** Build reads its own flags, so commander knows none of them. */
function describeBuild(command: Command): CompletedCommand {
  return {
    name: command.name(),
    description: command.description(),
    flags: [...OWN_FLAGS, ...ENGINE_FLAGS].map(describeEngineFlag),
    words: { kind: "files" },
  };
}

function describeEngineFlag({ name, short, takesValue }: EngineFlag): CompletedFlag {
  const given: Words =
    name === "mode"
      ? { kind: "choices", choices: ["host", ...BUILD_MODES] }
      : { kind: /(?:^|-)dir$/.test(name) ? "directories" : "files" };
  return {
    long: `--${name}`,
    short: short && `-${short}`,
    description: "",
    value: takesValue ? given : { kind: "nothing" },
  };
}

function flagsOf(command: Command): CompletedFlag[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      long: option.long ?? undefined,
      short: option.short ?? undefined,
      description: option.description,
      value: option.required ? wordsOf(option, /<(.*)>/.exec(option.flags)?.[1] ?? "") : { kind: "nothing" as const },
    }));
}

function wordsOf({ argChoices }: Option | Argument, placeholder: string): Words {
  if (argChoices !== undefined) return { kind: "choices", choices: argChoices };
  const words = PLACEHOLDERS[placeholder];
  if (words === undefined) throw new Error(`nothing is known of <${placeholder}>`);
  return words;
}
