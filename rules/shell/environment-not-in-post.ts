import { headerEntry } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { ancestorsOf, type Command, type Segment, type Word, wordsOf } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertLines, placeBefore } from "../edits/place.ts";
import { ALWAYS_SET, environmentOf, namesSetBy, OFTEN_IN_IMAGES } from "../knowledge/shell/environment-variables.ts";
import type { Run } from "../knowledge/shell/flow.ts";

interface Reading {
  readonly name: string;
  readonly word: Word;
  readonly command: Command;
}

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const { base, stage } = ctx.stage;
  const agent = headerEntry(stage, "bootstrap")?.value.text.trim();
  // The %environment of a local image is read in %post; what an unknown one holds nobody knows.
  if (agent === undefined || /^(?:localimage|shub)$/.test(agent)) return;
  const given = environmentOf(ctx.stage);
  if (given.size === 0) return;
  const isPlain = base?.isPlain === true;
  const seen = new Set<string>();
  for (const { name, word, command } of emptyReadings(script, ctx, (name) => given.has(name))) {
    if (seen.has(name) || (!isPlain && OFTEN_IN_IMAGES.test(name))) continue;
    seen.add(name);
    yield {
      range: word,
      confidence: isPlain ? "high" : "medium",
      message: `$${name} is empty here: %environment is for run time and is not read during %post. Set ${name} in %post as well.`,
      fix: copyIntoPost(name, given.get(name), command, isPlain, ctx),
    };
  }
}

/** The places where %post takes the value of a wanted variable that nothing in it has set by then, in file order. */
function* emptyReadings(
  { commands }: BuildScript,
  ctx: ScriptContext,
  isWanted: (name: string) => boolean,
): Iterable<Reading> {
  let own: ReadonlySet<string> | undefined;
  for (const command of commands) {
    const words = wordsOf(command).filter(({ literal }) => !literal);
    if (words.length === 0) continue;
    for (const run of ctx.flow.runsOf(command)) {
      if (run.state.hasSourced || asksOnly(run)) continue;
      for (const word of words) {
        for (const name of variablesIn(word, command).filter(isWanted)) {
          own ??= new Set(commands.flatMap(namesSetBy));
          if (ALWAYS_SET.test(name) || own.has(name) || run.state.variables.has(name)) continue;
          yield { name, word, command };
        }
      }
    }
  }
}

/** Tests that an empty value is part of, and lines that are only shown. */
function asksOnly({ command, invocation }: Run): boolean {
  const name = invocation?.name ?? command.words[0]?.value ?? "";
  if (/^(?:\[|test|unset|\.|source|eval)$/.test(name)) return true;
  const { role, redirects } = command;
  const isPiped = typeof role === "object" && role.connector.startsWith("|") && role.connector !== "||";
  return /^(?:echo|printf)$/.test(name) && redirects.length === 0 && !isPiped;
}

/** But for the one that the word itself sets anew: `export X=$X:/opt/lib`. */
function variablesIn({ segments, text }: Word, { assignments }: Command): string[] {
  const isVariable = (segment: Segment) => segment.kind === "variable" && /^[A-Za-z_]/.test(segment.name);
  const own = new Set([...assignments.map(({ name }) => name), /^([A-Za-z_]\w*)\+?=/.exec(text)?.[1]]);
  return segments.filter(isVariable).flatMap((segment) => {
    const name = segment.kind === "variable" ? segment.name : "";
    return own.has(name) ? [] : [name];
  });
}

/** Safe where nothing else can have set it: then there was no value before. */
function copyIntoPost(
  name: string,
  value: string | undefined,
  command: Command,
  isPlain: boolean,
  { document: { source }, script }: ScriptContext,
): Fix | undefined {
  // A script that is handed on may be read by a shell that another user starts.
  const isHanded = [command, ...ancestorsOf(command)].some(({ role }) => role === "handed");
  if (value === undefined || /['\n]/.test(value) || isHanded) return undefined;
  const place = placeBefore(source, script, command);
  const quoted = /^[\w./:@%+,=-]*$/.test(value) ? value : `'${value}'`;
  return {
    title: `Set ${name} in %post too`,
    safety: isPlain ? "safe" : "unsafe",
    edits: [insertLines(source, place, `${place.indent}export ${name}=${quoted}${source.lineEnd}`)],
  };
}

export default defineRule({
  meta: {
    code: "DF508",
    name: "environment-not-in-post",
    summary: "Set in %post what %post needs, not only in %environment",
    why: `Apptainer writes \`%environment\` into the image after \`%post\` has run, and gives \`%post\` nothing of the host's environment. A variable that only
\`%environment\` sets is therefore empty in \`%post\`: \`cd $APP_HOME\` goes to the home directory, \`mkdir $PREFIX/lib\` makes \`/lib\`, and nothing says so. Set it in
\`%post\` too, or give both sections the value by \`{{ NAME }}\` and \`%arguments\`. Of a base that is a local image the \`%environment\` is read in
\`%post\`, so such recipes are left alone.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/metadata.go, insertEnvScript",
      "Apptainer user guide, Environment and metadata",
      "Apptainer 1.4.5, run: the recipe's own %environment is not read in %post, that of a localimage base is",
    ],
  },
  on: { post: check },
});
