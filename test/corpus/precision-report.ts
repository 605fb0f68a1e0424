/** How often rules are right on real recipes: a run of all over the corpus, set against what a person said of the findings. */
import { createHash } from "node:crypto";
import {
  BUILD_MODES,
  type BuildMode,
  type Confidence,
  type RuleMeta,
  type Severity,
  type Target,
} from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { renderTable } from "../../src/docs/markdown.ts";
import { lint } from "../../src/engine/lint.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { count } from "../../src/reporters/count.ts";
import { type CorpusFile, idOf, randomSlice, recipesIn } from "./corpus.ts";
import { defenceOf, rulesWithVerdicts, targetOfVerdicts, type Verdict, verdictsOn } from "./verdicts.ts";

/** The share of findings that may be wrong, among those of the random slice that were read. */
export const LIMITS = { error: 0.02, warning: 0.1 } as const;
/** The share of recipes above which a warning is said too often to be heard. */
const TOO_OFTEN = 0.2;

const SEVERITIES = ["error", "warning", "info"] as const;

/** One finding in one recipe. */
export interface SurveyedFinding {
  readonly recipe: string;
  /** 1-based. */
  readonly line: number;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly hygiene: boolean;
  /** Whether its recipe is of the random slice. */
  readonly random: boolean;
  /** Absent where nobody has read it. */
  readonly verdict?: Verdict;
}

/** All findings of one rule, in the mode in which they are read. */
export interface RuleSurvey {
  readonly meta: RuleMeta;
  readonly mode: BuildMode;
  readonly hostGlibc: string | undefined;
  readonly findings: readonly SurveyedFinding[];
  /** Places (`0724:31`) with a verdict and without a finding. */
  readonly stale: readonly string[];
}

/** The recipes that were surveyed. */
export interface Corpus {
  readonly recipes: number;
  readonly random: number;
  /** A few hexadecimal digits that change with any recipe. */
  readonly fingerprint: string;
}

export interface Survey {
  readonly corpus: Corpus;
  readonly rules: readonly RuleSurvey[];
  /** Verdict files of rules that are no more. */
  readonly orphaned: readonly string[];
}

/** Runs all rules over all recipes, each in the mode in which it is read. */
export function survey(): Survey {
  const files = recipesIn("recipes");
  const random = randomSlice();
  const targets = new Map(rules.map(({ meta }) => [meta.code, targetFor(meta)]));
  const found = new Map<string, SurveyedFinding[]>(rules.map(({ meta }) => [meta.code, []]));
  const verdicts = new Map(rules.map(({ meta }) => [meta.code, verdictsOn(meta.name)]));
  for (const key of new Set([...targets.values()].map((target) => JSON.stringify(target)))) {
    const target = JSON.parse(key) as Target;
    for (const file of files) {
      const recipe = idOf(file);
      // All rules, since one may say more than another and silence it.
      for (const { code, severity, confidence, hygiene, range } of lint(file.source, { rules, target })) {
        if (JSON.stringify(targets.get(code)) !== key) continue;
        const line = file.source.positionAt(range.start).line + 1;
        const verdict = verdicts.get(code)?.get(`${recipe}:${line}`);
        const place = { recipe, line, severity, confidence, hygiene, random: random.has(recipe) };
        found.get(code)?.push(verdict === undefined ? place : { ...place, verdict });
      }
    }
  }
  return {
    corpus: describeCorpus(files, random),
    rules: rules.map(({ meta }) => {
      const findings = found.get(meta.code) ?? [];
      const places = new Set(findings.map(({ recipe, line }) => `${recipe}:${line}`));
      const stale = [...(verdicts.get(meta.code)?.keys() ?? [])].filter((place) => !places.has(place)).sort();
      const { mode, hostGlibc } = targets.get(meta.code) as Target;
      return { meta, mode, hostGlibc, findings, stale };
    }),
    orphaned: rulesWithVerdicts().filter((name) => !rules.some(({ meta }) => meta.name === name)),
  };
}

/** What its verdicts name; else the default mode where the rule bites there; else the first in which it does. */
function targetFor({ name, modes }: RuleMeta): Target {
  const { mode: read, ...facts } = targetOfVerdicts(name);
  const wanted = [read, "suid-fakeroot" as const, ...BUILD_MODES];
  const mode = wanted.find((candidate) => candidate !== undefined && modes[candidate] !== undefined);
  return { ...makeTarget(mode ?? "suid-fakeroot"), ...facts };
}

/** The recipes as they are now; a report of others cannot be compared. */
export function describeCorpus(files: readonly CorpusFile[], random: ReadonlySet<string>): Corpus {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${idOf(file)}\n${random.has(idOf(file))}\n`).update(file.source.toBytes());
  const slice = files.filter((file) => random.has(idOf(file)));
  return { recipes: files.length, random: slice.length, fingerprint: hash.digest("hex").slice(0, 12) };
}

/** What was read of some findings, and what came out. */
export interface Tally {
  readonly findings: number;
  readonly read: number;
  readonly right: number;
  readonly wrong: number;
  readonly undecidable: number;
  /** The wrong ones, and those undecidable that were said too surely. */
  readonly held: number;
}

export function tally(findings: readonly SurveyedFinding[]): Tally {
  const having = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict);
  const undecidable = having("undecidable");
  const sure = undecidable.filter(({ confidence, severity }) => confidence !== "medium" || severity === "error");
  const [right, wrong] = [having("right").length, having("wrong").length];
  return {
    findings: findings.length,
    read: right + wrong + undecidable.length,
    right,
    wrong,
    undecidable: undecidable.length,
    held: wrong + sure.length,
  };
}

/** What was read on the random slice, of all rules. */
export function tallyRandom({ rules }: Survey, severity: Severity): Tally {
  const all = rules.flatMap(({ findings }) => findings);
  return tally(all.filter((finding) => finding.random && finding.severity === severity));
}

/** The share of those read that were wrong; undefined where none was read. */
export function shareWrong({ held, read }: Tally): number | undefined {
  return read === 0 ? undefined : held / read;
}

/** The report as markdown. Deterministic: places and counts, nothing of what stands in the recipes. */
export function renderReport(survey: Survey): string {
  return `${[
    "<!-- Made by `npm run precision`. -->",
    "# How often rules are right",
    introduce(survey.corpus),
    "## On the random slice",
    renderTotals(survey),
    "## Rules",
    EXPLANATION,
    renderRules(survey),
    listSilent(survey),
    "## Wrong or undecidable",
    listPlaces(survey, ["wrong", "undecidable"]),
    "## Said very often",
    listFrequent(survey),
    "## Stale verdicts",
    listStale(survey),
  ].join("\n\n")}\n`;
}

function introduce({ recipes, random, fingerprint }: Corpus): string {
  return `All rules were run over ${recipes} definition files from public repositories, and a person read findings and said of each
whether it is right: that the thing happens, at this place, in this mode. ${random} of the files are a random slice, one random
file of a random repository; the others were picked because they show something rare. The verdicts are kept in
\`test/corpus/verdicts/\`, by recipe number and line. The recipes themselves are not here, since most have no licence.

To make this page again: \`DEFLINT_CORPUS=<the folder with recipes/ and index.tsv> npm run precision\`. It has no dates, so that
a change of a rule shows as a change of its numbers. \`npm run survey -- DF101\` prints the findings of a rule to read.
The corpus of this page has the fingerprint \`${fingerprint}\`.`;
}

const EXPLANATION = `A rule has a line for each severity that it has on these files. *Mode* is that in which it was run: the default one where the
rule bites there. Pairs are random slice / all files. *Wrong there* is the share of wrong findings among those read on the random
slice, where an undecidable one counts as wrong unless it is a warning or note of medium confidence. A rule that needs to
know more of the host (its glibc, the size of its \`/tmp\`, what the site binds) is silent here, unless the column says what was given.`;

function renderTotals(survey: Survey): string {
  const head = [
    "severity",
    "findings",
    "read",
    "right",
    "wrong",
    "undecidable",
    "counted as wrong",
    "limit",
    "not read",
  ];
  return renderTable(
    head,
    SEVERITIES.map((severity) => {
      const all = tallyRandom(survey, severity);
      const limit = severity === "info" ? "" : percent(LIMITS[severity]);
      const counted = all.read === 0 ? "-" : `${all.held} (${percent(shareWrong(all))})`;
      const numbers = [all.findings, all.read, all.right, all.wrong, all.undecidable].map(String);
      return [severity, ...numbers, counted, limit, String(all.findings - all.read)];
    }),
  );
}

function renderRules(survey: Survey): string {
  const head = ["code", "name", "mode", "severity", "files", "findings", "read"];
  return renderTable(
    [...head, "right", "wrong", "undecidable", "wrong there"],
    survey.rules.flatMap((rule) =>
      SEVERITIES.flatMap((severity) => [false, true].flatMap((hygiene) => renderRow(rule, severity, hygiene))),
    ),
  );
}

function listSilent({ rules }: Survey): string {
  const silent = rules.filter(({ findings }) => findings.length === 0).map(({ meta }) => `${meta.code} ${meta.name}`);
  return `Silent on every file: ${silent.length === 0 ? "none" : silent.join(", ")}.`;
}

/** One row, or none where the rule has no such findings on the corpus. */
function renderRow({ meta, mode, hostGlibc, findings }: RuleSurvey, severity: Severity, hygiene: boolean): string[][] {
  const all = findings.filter((finding) => finding.severity === severity && finding.hygiene === hygiene);
  if (all.length === 0) return [];
  const random = all.filter((finding) => finding.random);
  const [ofAll, ofRandom] = [tally(all), tally(random)];
  const row = [
    meta.code,
    meta.name,
    hostGlibc === undefined ? mode : `${mode}, glibc ${hostGlibc}`,
    `${severity}${hygiene ? " (hygiene)" : ""}`,
    `${countFiles(random)} / ${countFiles(all)}`,
    `${ofRandom.findings} / ${ofAll.findings}`,
    `${ofRandom.read} / ${ofAll.read}`,
    `${ofRandom.right} / ${ofAll.right}`,
    `${ofRandom.wrong} / ${ofAll.wrong}`,
    `${ofRandom.undecidable} / ${ofAll.undecidable}`,
    percent(shareWrong(ofRandom)),
  ];
  return [row];
}

function countFiles(findings: readonly SurveyedFinding[]): number {
  return new Set(findings.map(({ recipe }) => recipe)).size;
}

function listPlaces(survey: Survey, verdicts: readonly Verdict[]): string {
  const rows = survey.rules.flatMap(({ meta, findings }) =>
    verdicts.flatMap((verdict) => {
      const said = findings.filter((finding) => finding.verdict === verdict);
      if (said.length === 0) return [];
      const places = new Set(said.map(({ recipe, line, random }) => `${recipe}:${line}${random ? " (random)" : ""}`));
      return [`- ${meta.code} ${meta.name}, ${verdict}: ${[...places].join(", ")}`];
    }),
  );
  return rows.length === 0 ? "None." : `The reasons stand in the verdict files.\n\n${rows.join("\n")}`;
}

/** Rules whose warnings are said of so many recipes that people stop to listen. */
function listFrequent({ rules, corpus }: Survey): string {
  const rows = rules.flatMap(({ meta, findings }) => {
    const warnings = findings.filter(({ severity, hygiene }) => severity === "warning" && !hygiene);
    const ofAll = countFiles(warnings) / corpus.recipes;
    const ofRandom = countFiles(warnings.filter(({ random }) => random)) / corpus.random;
    if (Math.max(ofAll, ofRandom) <= TOO_OFTEN) return [];
    const shares = `${percent(ofRandom)} of the random slice, ${percent(ofAll)} of all files`;
    return [`- ${meta.code} ${meta.name}: ${shares}. ${defenceOf(meta.name) ?? "Nobody has said why."}`];
  });
  const what = `Warnings in over ${percent(TOO_OFTEN)} of the files`;
  return rows.length === 0 ? `${what}: none.` : `${what}:\n\n${rows.join("\n")}`;
}

function listStale({ rules, orphaned }: Survey): string {
  const rows = [
    ...rules
      .filter(({ stale }) => stale.length > 0)
      .map(({ meta, stale }) => `- ${meta.code} ${meta.name}, ${count(stale.length, "place")}: ${stale.join(", ")}`),
    ...orphaned.map((name) => `- ${name}.tsv: there is no such rule`),
  ];
  return rows.length === 0 ? "Every verdict matches a finding." : `Verdicts without a finding:\n\n${rows.join("\n")}`;
}

function percent(share: number | undefined): string {
  return share === undefined ? "-" : `${(share * 100).toFixed(1).replace(/\.0$/, "")} %`;
}
