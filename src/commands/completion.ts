/** `deflint completion`: a script that makes a shell complete command lines of deflint. */
import type { Command } from "commander";
import { rules } from "#rules/index.ts";
import { renderBash } from "../completion/bash.ts";
import { renderFish } from "../completion/fish.ts";
import { describeProgram } from "../completion/model.ts";
import type { Completion } from "../completion/script.ts";
import type { Shell } from "../completion/shells.ts";
import { renderZsh } from "../completion/zsh.ts";
import { FAMILIES } from "../docs/families.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";

const RENDERERS: Readonly<Record<Shell, (completion: Completion) => string>> = {
  bash: renderBash,
  zsh: renderZsh,
  fish: renderFish,
};

/** Prints the script for a shell. `program` is the whole command line, whose definitions it is made from. */
export function printCompletion(shell: Shell, program: Command, io: Io): number {
  const completion = {
    program: describeProgram(program),
    rules: rules.map(({ meta }) => meta),
    groups: ["all", "hygiene", "shellcheck", ...FAMILIES.map(({ name }) => name)],
  };
  io.stdout.write(RENDERERS[shell](completion));
  return EXIT.clean;
}
