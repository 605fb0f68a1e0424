import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "../knowledge/shell/invocation.ts";

interface Jobs {
  /** What says how many, or the program where nothing does. */
  readonly word: Word;
  readonly count: "unbounded" | "all-cores";
}

function* check({ script, flow }: ScriptContext): Iterable<Draft> {
  const runs = flow.programsNamed(...PROGRAMS);
  if (runs.length === 0) return;
  const counts = COUNTS_CORES.test(script.joined.text) ? variablesCountingCores(script.commands) : new Set<string>();
  for (const run of runs) {
    const jobs = flow.runsOf(run.command)[0] === run ? jobsOf(run.invocation, counts) : undefined;
    if (jobs === undefined) continue;
    const severity = jobs.count === "unbounded" ? "warning" : "info";
    yield { range: jobs.word, severity, message: describe(run.invocation, jobs) };
  }
}

const PROGRAMS = ["make", "gmake", "ninja", "cmake"];

/** The option of each program, `--jobs` and its like included. */
const OPTION = /^(?:-[bBeiknpqrRsStvwd]*j|--jobs|--parallel)/;

/** How many jobs a build starts, where that is as many as it likes; undefined where it is bounded or not known. */
function jobsOf(invocation: Invocation, counts: ReadonlySet<string>): Jobs | undefined {
  const { name, arguments: words, program } = invocation;
  if (name === "cmake" && words[0]?.value !== "--build") return undefined;
  const option = words.findLast(({ value, word }) => OPTION.test(value ?? word.text));
  if (option !== undefined) return readOption(words, option, counts);
  // Without an option ninja takes all cores and two more; `ninja -t TOOL` and `ninja install` compile nothing.
  const targets = operandsOf(words, /^-[CfjlkdtwW]$/);
  const compiles = targets.length === 0 || targets.some(({ value }) => !/^(?:un)?install$|^clean$/.test(value ?? ""));
  const isBuild = name === "ninja" && compiles && !hasOption(words, /^-(?:t|n$|h$|-help|-version)/);
  return isBuild ? { word: program.word, count: "all-cores" } : undefined;
}

/** A number is all that may follow the bare option. */
function readOption(words: readonly Argument[], option: Argument, counts: ReadonlySet<string>): Jobs | undefined {
  const isBare = /^(?:-[a-zA-Z]*j|--jobs|--parallel)$/.test(option.value ?? option.word.text);
  const next = isBare ? words[words.indexOf(option) + 1] : option;
  const isNumber = next !== undefined && (next.value === undefined || next.word.templated || /^\d+$/.test(next.value));
  if (isBare && !isNumber) return { word: option.word, count: "unbounded" };
  return next !== undefined && asksForAllCores(next.word, counts) ? { word: next.word, count: "all-cores" } : undefined;
}

const COUNTS_CORES = /\bnproc\b|_NPROCESSORS_|\bcpu_count\b|\/proc\/cpuinfo|\blscpu\b/;

/** Whether a word holds a count of the machine's cores, by itself or by a variable that the script sets to one. */
function asksForAllCores(word: Word, counts: ReadonlySet<string>): boolean {
  return word.segments.some((segment) => {
    if (segment.kind === "unknown") return COUNTS_CORES.test(segment.text);
    return segment.kind === "variable" && counts.has(segment.name);
  });
}

/** The variables that a script sets to the machine's count of cores and to nothing else. */
function variablesCountingCores(commands: readonly Command[]): ReadonlySet<string> {
  const counting = new Set<string>();
  const others = new Set<string>();
  for (const { assignments, words } of commands) {
    const exported = words.flatMap(({ text }) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
      return name === undefined ? [] : [{ name, text: value ?? "" }];
    });
    const own = assignments.map(({ name, value }) => ({ name, text: value?.text ?? "" }));
    for (const { name, text } of [...own, ...exported]) {
      const isCount = COUNTS_CORES.test(text) && !/[-/]\s*\d|\bmin\b/.test(text);
      (isCount ? counting : others).add(name);
    }
  }
  return new Set([...counting].filter((name) => !others.has(name)));
}

function describe({ name }: Invocation, { word, count }: Jobs): string {
  const what =
    count === "unbounded"
      ? `${name} ${word.text} without a number starts as many jobs as there are files to compile, and can use up all memory.`
      : `${name} starts a job for each core of the machine that builds, also of a login node that others share, and memory may run out.`;
  return `${what} Give a number, or a build argument with a default: -j {{ NPROCS }}.`;
}

export default defineRule({
  meta: {
    code: "DF205",
    name: "unbounded-parallel-build",
    summary: "Say how many jobs a build may run at once",
    why: `\`%post\` sees all cores of the machine on which the image is built. \`make -j\` without a number starts as many compilers as there
are files, and \`make -j$(nproc)\` or \`ninja\` one for each core, also of a login node that others share or of a job that was given only
a few of them and a part of the memory. The kernel then ends compilers (\`Killed signal terminated program cc1plus\`), and the build
fails. Give a number, or a build argument with a default in \`%arguments\`: \`make -j {{ NPROCS }}\`.`,
    severity: "info",
    confidence: "medium",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: ["CSC user guide, Containers: examples", "make(1) 4.4, ninja(1) 1.12, cmake(1) 3.31"],
    group: "hygiene",
  },
  on: { post: (_script, ctx) => check(ctx) },
});
