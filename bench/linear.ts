/** Parse time against size: ten times the text should take ten times as long. Prints times and the slope between sizes. */
import { parse } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";

const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];

/** A recipe of about so many characters, in sections that Apptainer would take. */
function recipeOf(size: number, line: string): string {
  const section = `%post\n${line.repeat(Math.ceil(50_000 / line.length))}`;
  const head = "Bootstrap: docker\nFrom: debian:12\n\n";
  return (head + section.repeat(Math.ceil(size / section.length))).slice(0, size);
}

const KINDS: Readonly<Record<string, string>> = {
  commands: "    apt-get install -y --no-install-recommends make gcc # tools\n",
  "continued lines": "    a \\\n",
  comments: "# # # #\n",
  "opening quotes": "    echo \"a'\n",
  templates: "    echo {{ A }} {{B}} {{ {{\n",
  heredocs: "    cat <<E\nx\nE\n",
  percents: "%post\n",
  "nested groups": "( { ",
  substitutions: "    a $(b $(c `d`))\n",
};

/** The best of a few runs, in milliseconds. */
function time(work: () => void, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function readScripts(text: string): void {
  const recipe = parse(text);
  for (const stage of recipe.stages) {
    for (const script of buildScriptsOf(recipe.source, stage, new Map())) void script.tree;
  }
}

console.log("milliseconds for 10 kB, 100 kB, 1 MB, 10 MB of text; slope 1 is linear");
for (const [what, work, sizes] of [
  ["recipe", parse, SIZES],
  ["recipe and its scripts", readScripts, SIZES.slice(0, 3)],
] as const) {
  for (const [kind, line] of Object.entries(KINDS)) {
    const times = sizes.map((size) => {
      const text = recipeOf(size, line);
      return time(() => work(text), size > 200_000 ? 2 : 5);
    });
    const slopes = times.slice(1).map((later, index) => Math.log10(later / (times[index] ?? later)));
    const shown = times.map((ms) => ms.toFixed(1).padStart(9)).join(" ");
    console.log(`${what}, ${kind}:`.padEnd(42), shown, "  slope", slopes.map((slope) => slope.toFixed(2)).join(" "));
  }
}
