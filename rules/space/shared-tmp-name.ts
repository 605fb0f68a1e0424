import type { ShellNode, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isFixedNameInHostTmp } from "../knowledge/places/host-tmp.ts";
import { endsOnFailure } from "../knowledge/shell/failure.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { operandsOf } from "../knowledge/shell/invocation.ts";
import { NAMING, newNames } from "../knowledge/shell/new-names.ts";
import { absolutePath, isAt } from "../knowledge/shell/paths.ts";

interface Collision {
  readonly path: string;
  readonly word: Word;
  readonly message: string;
}

/** One finding a script: the first name, with the others behind it. */
function* check({ flow }: ScriptContext): Iterable<Draft> {
  const found: Collision[] = [];
  const removed = new Set<string>();
  for (const run of flow.programsNamed("rm", ...NAMING)) {
    for (const path of removedPaths(run)) removed.add(path);
    if (run.state.reached !== "yes" || isAnswered(run.command)) continue;
    found.push(
      ...collisionsOf(run).filter(({ path }) => !isGone(path, removed) && !found.some((old) => isAt(path, old.path))),
    );
  }
  const [first, ...others] = found;
  if (first === undefined) return;
  yield {
    range: first.word,
    message: first.message,
    related: others.map(({ path, word }) => ({ message: `${path} is such a name too`, range: word })),
  };
}

/** Whether the script says what to do when a command fails: `mkdir x || true`, `if ! mkdir x`. */
function isAnswered(command: ShellNode): boolean {
  for (let node: ShellNode | undefined = command; node !== undefined; node = node.parent) {
    const { parent, role, negated } = node;
    if (negated || role === "condition") return true;
    if (parent?.kind === "chain" && typeof role === "object" && parent.connectors.slice(role.index).includes("||"))
      return !endsOnFailure(node);
  }
  return false;
}

/** What fails when a file of this name is there. */
function collisionsOf({ state, invocation }: ProgramRun): Collision[] {
  return newNames(invocation).flatMap(({ value, word }) => {
    const path = absolutePath(value, state.directory);
    if (path === undefined || !isFixedNameInHostTmp(path)) return [];
    return [{ path, word, message: describe(path, invocation.name) }];
  });
}

function describe(path: string, program: string): string {
  const how = program === "git" ? "git clone" : program;
  return `${path} is a name in the host's own /tmp: where another user's build or an earlier one of yours has left it, ${how} fails. Work in a directory of mktemp -d, or in the image, such as /opt/build.`;
}

function removedPaths({ state, invocation }: ProgramRun): string[] {
  if (invocation.name !== "rm") return [];
  return operandsOf(invocation.arguments).flatMap(({ value }) => {
    const path = value === undefined ? undefined : absolutePath(value, state.directory);
    return path ?? [];
  });
}

/** Whether a path was deleted before, by itself, with a directory around it or by a star. */
function isGone(path: string, removed: ReadonlySet<string>): boolean {
  return [...removed].some((gone) => {
    const directory = gone.replace(/\/?\*.*$/, "");
    return path === directory || path.startsWith(gone.includes("*") ? directory : `${directory}/`);
  });
}

export default defineRule({
  meta: {
    code: "DF204",
    name: "shared-tmp-name",
    summary: "Give files in /tmp names that nobody else uses",
    why: `During \`%post\` the host's \`/tmp\` and \`/var/tmp\` are mounted in the container, and what a build leaves there stays. When another user, or your own build
that failed yesterday, has left \`/tmp/src\`, then \`git clone\`, \`mkdir\` and \`ln -s\` of that name end with an error, or you may not write into it. Use
\`d=$(mktemp -d)\`, or a directory of the image such as \`/opt/build\` that \`%post\` removes at its end.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["apptainer/apptainer#490", "Apptainer 1.4.5, run: /tmp in %post is the host's"],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
