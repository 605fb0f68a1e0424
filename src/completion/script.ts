/** What every completion script is made from. */
import type { CompletedCommand, CompletedProgram, Words } from "./model.ts";

/** A rule as it is offered. */
export interface OfferedRule {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
}

/** What may be completed. */
export interface Completion {
  readonly program: CompletedProgram;
  readonly rules: readonly OfferedRule[];
  /** What stands for several rules: families, groups. */
  readonly groups: readonly string[];
}

/** All that may stand in a list of rules, the few first. */
export function listSelectors({ rules, groups }: Completion): string[] {
  return [...groups, ...rules.flatMap(({ code, name }) => [code, name])];
}

/** The names of the commands. */
export function listCommands({ program }: Completion): string[] {
  return program.commands.map(({ name }) => name);
}

/** The flags of a command that take a value, by what they take. */
export function groupByValue({ flags }: CompletedCommand): [Words, string[]][] {
  const groups = new Map<string, [Words, string[]]>();
  for (const { long, short, value } of flags) {
    if (value.kind === "nothing") continue;
    const group = groups.get(JSON.stringify(value)) ?? [value, []];
    groups.set(JSON.stringify(value), group);
    group[1].push(...[long, short].filter((name) => name !== undefined));
  }
  return [...groups.values()];
}

/** Words that a shell reads as they are. Throws for others: none of deflint's own has a blank, a quote or a dollar. */
export function plainWords(words: readonly string[]): string {
  const odd = words.find((word) => !/^[\w./:=@%+-]+$/.test(word));
  if (odd !== undefined) throw new Error(`${odd} is no word to complete`);
  return words.join(" ");
}
