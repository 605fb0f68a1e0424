/** What of a recipe runs when the image is used: `%environment` in every container, the other scripts where they are asked for. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Command, nodesIn, type Segment, type ShellNode, type Word } from "#grammar/shell/tree.ts";
import type { SectionType } from "#grammar/vocabulary.ts";
import type { ScriptContext, StageContext } from "../../document.ts";
import { type Invocation, operandsOf, partialValue } from "../shell/invocation.ts";
import type { Variables } from "../shell/state.ts";

/** Scripts that are read at the start of every container (Apptainer, action_script.sh). */
export const ENVIRONMENTS: readonly SectionType[] = ["environment", "appenv"];

/** Scripts that `apptainer run` or `apptainer instance` starts. */
export const RUN_SCRIPTS: readonly SectionType[] = ["runscript", "apprun", "startscript", "appstart"];

/** Whether a script is read at the start of every container. */
export function isEnvironment({ type }: BuildScript): boolean {
  return ENVIRONMENTS.includes(type);
}

/** Whether a script is what `apptainer run` or `apptainer instance` starts. */
export function isRunScript({ type }: BuildScript): boolean {
  return RUN_SCRIPTS.includes(type);
}

/** The scripts of a stage that run when its image is used. */
export function runTimeScriptsOf({ scripts }: StageContext): readonly ScriptContext[] {
  return scripts.filter(({ script }) => isEnvironment(script) || isRunScript(script));
}

/** Words of the run-time scripts, and the files that links made in %post lead to: what the image asks for when it runs. */
export function wantedAtRunTime(stage: StageContext): string[] {
  const posts = stage.scripts.filter(({ script }) => script.type === "post");
  return [
    ...runTimeScriptsOf(stage).flatMap((context) => wordsIn(context).map(({ value }) => value)),
    ...posts.flatMap(({ flow }) =>
      flow.programsNamed("ln").flatMap(({ invocation, state }) => linkedFiles(invocation, state.variables)),
    ),
  ];
}

/** The files that a link leads to, when it lies outside of their top directory. */
function linkedFiles(invocation: Invocation, variables: Variables): string[] {
  const operands = operandsOf(invocation.arguments).map(({ word }) => partialValue(word, variables));
  const link = operands.at(-1) ?? "";
  return operands.slice(0, -1).filter((file) => !link.startsWith(topOf(file)));
}

function topOf(path: string): string {
  return /^(?:~|\$\{?HOME\}?|\/[^/]*)\/?/.exec(path)?.[0] ?? path;
}

/** The words and values of a script's commands. */
export function wordsIn({ script }: ScriptContext): Word[] {
  return script.commands.flatMap(({ words, assignments }) => [
    ...words,
    ...assignments.flatMap(({ value }) => value ?? []),
  ]);
}

/** A variable that gets a value: by itself or behind `export`. */
export interface Setting {
  readonly name: string;
  /** The word with the name in it, or the value's alone. */
  readonly word: Word | undefined;
  /** What is written behind the `=`, without quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly command: Command;
  readonly exported: boolean;
}

/** The settings of a command; those before a program's name are the program's own. */
export function settingsOf(command: Command): Setting[] {
  const { words, assignments } = command;
  if (words.length === 0) {
    return assignments.map(({ name, value, start, end }) => {
      return { name, word: value, value: value?.value ?? "", start, end, command, exported: false };
    });
  }
  const exported = isExport(words);
  if (!exported && !/^(?:declare|typeset|readonly)$/.test(words[0]?.value ?? "")) return [];
  return words.slice(1).flatMap((word) => {
    const [head, name] = /^([A-Za-z_]\w*)=/.exec(word.value) ?? [];
    if (head === undefined || name === undefined) return [];
    const { start, end } = word;
    return [{ name, word, value: word.value.slice(head.length), start, end, command, exported }];
  });
}

/** The names that a command exports, with a value or without. */
export function exportsOf({ words }: Command): string[] {
  if (!isExport(words)) return [];
  return words.slice(1).flatMap(({ value }) => /^[A-Za-z_]\w*/.exec(value)?.[0] ?? []);
}

function isExport(words: readonly Word[]): boolean {
  const first = words[0]?.value;
  if (first === "export") return !words.some(({ value }) => value === "-n");
  return (first === "declare" || first === "typeset") && words.some(({ value }) => /^-[a-zA-Z]*x/.test(value));
}

/** The names that a script's words ask for; that a variable's new value holds its old one does not count. */
export function namesUsedIn({ script, document }: ScriptContext): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (word: Word | undefined, own?: string): void => {
    for (const name of word?.segments.flatMap(namesIn) ?? []) if (name !== own) names.add(name);
  };
  for (const command of script.commands) {
    const settings = settingsOf(command);
    for (const { name, word } of settings) add(word, name);
    for (const word of command.words) if (!settings.some((setting) => setting.word === word)) add(word);
    for (const { target } of command.redirects) add(target);
    for (const { body } of command.heredocs) for (const name of namesInText(body.text)) names.add(name);
    if (command.words.length > 0) for (const { value } of command.assignments) add(value);
  }
  for (const node of nodesIn(script.tree?.list ?? [])) {
    for (const word of wordsOf(node)) add(word);
    if (node.kind === "test") for (const name of namesInText(document.source.slice(node))) names.add(name);
  }
  return names;
}

function wordsOf(node: ShellNode): readonly Word[] {
  if (node.kind === "case") return [node.word];
  return node.kind === "loop" ? (node.words ?? []) : [];
}

function namesIn(segment: Segment): string[] {
  if (segment.kind === "variable") return [segment.name];
  return segment.kind === "unknown" ? (segment.text.match(/[A-Za-z_]\w*/g) ?? []) : [];
}

function namesInText(text: string): string[] {
  return text.match(/[A-Za-z_]\w*/g) ?? [];
}
