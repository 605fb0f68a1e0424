/**
 * All rules over a folder of recipes against unbash alone on their scripts: `npm run bench:throughput [FOLDER]`. Each in
 * fresh processes, in turns, both in one file as they are shipped; CPU seconds, reading of the files included on both
 * sides. Then the share of each rule.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { parse } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import { sourceFromBytes } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { makeTarget } from "../src/engine/target.ts";
import { CORPUS } from "../test/corpus/corpus.ts";
import { timeRules } from "./time-rules.ts";

const TURNS = 7;

await compare(process.argv[2] ?? join(CORPUS, "recipes"));

async function compare(folder: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "deflint-bench-"));
  try {
    const scripts = join(directory, "scripts");
    writeScripts(folder, scripts);
    const programs = { unbash: await bundle("unbash", directory), rules: await bundle("rules", directory) };
    const seconds = { unbash: [] as number[], rules: [] as number[] };
    for (let turn = 0; turn < TURNS; turn++) {
      seconds.unbash.push(run([programs.unbash, scripts]));
      seconds.rules.push(run([programs.rules, folder]));
    }
    const [alone, all] = [median(seconds.unbash), median(seconds.rules)];
    console.log(
      `unbash alone ${alone.toFixed(2)} s, all rules ${all.toFixed(2)} s CPU (medians of ${TURNS}): ratio ${(all / alone).toFixed(2)}`,
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  console.log("\nshare of the rules' time:");
  const timings = [...timeRules(rules, recipes(folder), makeTarget("suid-fakeroot"))].sort((a, b) => b[1] - a[1]);
  const sum = timings.reduce((total, [, time]) => total + time, 0);
  for (const [code, time] of timings.slice(0, 12)) console.log(`  ${code} ${((100 * time) / sum).toFixed(1)} %`);
}

/** Writes one of the two programs into a directory and returns its path. */
async function bundle(name: "unbash" | "rules", directory: string): Promise<string> {
  const outfile = join(directory, `${name}.cjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `alone/${name}.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
  return outfile;
}

function recipes(folder: string) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".def"));
  return names.map((name) => sourceFromBytes(readFileSync(join(folder, name))));
}

function run(words: readonly string[]): number {
  const { stdout, status } = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${words[0]} ended with ${status}`);
  return Number(stdout);
}

function writeScripts(folder: string, to: string): void {
  mkdirSync(to, { recursive: true });
  let count = 0;
  for (const source of recipes(folder)) {
    for (const stage of parse(source).stages) {
      for (const { interpreter, joined } of buildScriptsOf(source, stage, new Map())) {
        if (interpreter.shell !== "other") writeFileSync(join(to, `${count++}.sh`), joined.text);
      }
    }
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
