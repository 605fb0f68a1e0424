/** What a person reads when a command line cannot be followed, in place of commander's own words. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { CommanderError } from "commander";
import { findClosestName } from "#rules/knowledge/closest-name.ts";

/** Letters that other programs have and this one has not. */
const SHORT_FLAGS: Readonly<Record<string, string>> = { "-v": "-V", "-f": "--fix", "-d": "--diff" };

/** One line for an error that commander threw while it read `argv`, whose first word is the command. */
export function describeCommanderError({ code, message }: CommanderError, argv: readonly string[]): string {
  const plain = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  const [command = ""] = argv;
  switch (code) {
    case "commander.unknownOption": {
      const [, flag = "", suggestion] = /'([^']+)'(?: \(Did you mean (?:one of )?(\S+?)[?,)])?/.exec(plain) ?? [];
      const meant = SHORT_FLAGS[flag] ?? suggestion;
      const hint = meant === undefined ? `deflint ${command} --help lists the flags` : `did you mean ${meant}?`;
      return `there is no ${flag}; ${hint}`;
    }
    case "commander.invalidArgument": {
      const [, flag, value, reason = ""] =
        /^option '(?:-\w, )?(\S+).*' argument '(.*)' is invalid\. (.*)\.$/.exec(plain) ??
        /^command-argument (value) '(.*)' is invalid for .*?\. (.*)\.$/.exec(plain) ??
        [];
      const given = flag === "value" ? value : `${flag} ${value}`;
      const [, choices] = /^Allowed choices are (.*)$/.exec(reason) ?? [];
      if (choices !== undefined) return `${given} is none of ${choices}`;
      return reason === "" ? plain : `${given}: ${reason[0]?.toLowerCase()}${reason.slice(1)}`;
    }
    case "commander.optionMissingArgument": {
      const [, flag, value] = /'(?:-\w, )?(\S+) <(.*)>'/.exec(plain) ?? [];
      return flag === undefined ? plain : `${flag} takes a value: ${flag} ${value?.toUpperCase()}`;
    }
    case "commander.missingArgument":
      if (command === "completion") return "completion takes a shell: deflint completion bash";
      return command === "explain" ? "explain takes a rule: deflint explain DF101" : plain;
    case "commander.excessArguments": {
      const [, expected = "", got = ""] = /Expected (\d+) .* got (\d+)/.exec(plain) ?? [];
      return `${command} takes ${expected === "0" ? "no word" : expected === "1" ? "one word" : `${expected} words`} and got ${got}`;
    }
    default:
      return plain;
  }
}

/** Words that other linters have as commands, and what to write here. */
const FOREIGN: Readonly<Record<string, string>> = {
  fix: "deflint --fix",
  diff: "deflint --diff",
  lint: "deflint",
  format: "deflint --fix",
  version: "deflint --version",
};

/** A question to whoever takes deflint for a program with other commands; undefined where the first word is a path. */
export function findMisspeltCommand(
  argv: readonly string[],
  commands: readonly string[],
  cwd: string,
): string | undefined {
  const [word = "", ...rest] = argv;
  if (!/^[a-z]+$/i.test(word) || existsSync(resolve(cwd, word))) return undefined;
  const foreign = Object.hasOwn(FOREIGN, word) ? FOREIGN[word] : undefined;
  const closest = foreign === undefined && word.length > 3 ? findClosestName(word, commands) : undefined;
  const meant = foreign ?? (closest && `deflint ${closest}`);
  return meant && `${word} does not exist; did you mean ${[meant, ...rest].join(" ")}?`;
}
