/** A fixture: a recipe for one rule, what the rule says of it, and what its fix makes of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SourceText, sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import { BUILD_MODES, type BuildMode, type Finding, type Rule, type Target } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { converge } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";
import { renderFinding } from "../../src/reporters/finding-text.ts";

export const FIXTURES = join(import.meta.dirname, "../../fixtures");

export interface Fixture {
  readonly name: string;
  readonly source: SourceText;
  readonly target: Target;
  /** Values of `{{ }}` references from the command line. */
  readonly buildArguments: ReadonlyMap<string, string>;
  /** Paths of what is expected; a silent fixture has neither. */
  readonly out: string;
  readonly fixed: string;
}

/** The fixtures of a rule, by the names of their files. */
export function fixturesOf(rule: Rule): Fixture[] {
  const folder = join(FIXTURES, rule.meta.name);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(".def") && !file.endsWith(".fixed.def"));
  return files.sort().map((file) => {
    const name = file.slice(0, -".def".length);
    const source = sourceFromBytes(readFileSync(join(folder, file)));
    return {
      name,
      source,
      ...settingsOf(source.text),
      out: join(folder, `${name}.out`),
      fixed: join(folder, `${name}.fixed.def`),
    };
  });
}

/**
 * The first line may say what the recipe is to be built on: `# deflint-test: --mode root --tmp-bytes 1000`; also
 * `--host-glibc`, `--arch`, `--today`, `--apptainer-version`; as often as needed `--build-arg K=V`, `--runtime-bind`,
 * `--trusted-registry`, `--required-label`, `--source PATH=missing`; and `--building`, and `--accepts-syntax` for a shell
 * that takes every script.
 */
function settingsOf(text: string): Pick<Fixture, "target" | "buildArguments"> {
  const words = /^# deflint-test: (.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const value = (option: string): string | undefined => {
    const at = words.indexOf(option);
    return at === -1 ? undefined : words[at + 1];
  };
  const mode = value("--mode") ?? "suid-fakeroot";
  if (!BUILD_MODES.includes(mode as BuildMode)) throw new Error(`no such mode: ${mode}`);
  const values = (option: string): string[] => words.filter((_word, at) => words[at - 1] === option);
  const tmpBytes = value("--tmp-bytes");
  const given = values("--build-arg").map((word) => word.split("=", 2));
  const fact = (field: keyof Target, option: string) => {
    const text = value(option);
    return text === undefined ? {} : { [field]: text };
  };
  const list = (field: keyof Target, option: string) => {
    const texts = values(option);
    return texts.length === 0 ? {} : { [field]: texts };
  };
  const sources = new Map(values("--source").map((word) => word.split("=", 2) as [string, "present" | "missing"]));
  return {
    target: {
      engine: "apptainer",
      mode: mode as BuildMode,
      today: TODAY,
      ...(tmpBytes === undefined ? {} : { tmpBytes: Number(tmpBytes) }),
      ...fact("engineVersion", "--apptainer-version"),
      ...fact("hostGlibc", "--host-glibc"),
      ...fact("arch", "--arch"),
      ...fact("today", "--today"),
      ...list("runtimeBinds", "--runtime-bind"),
      ...list("trustedRegistries", "--trusted-registry"),
      ...list("requiredLabels", "--required-label"),
      ...(sources.size === 0 ? {} : { sources: (path: string) => sources.get(path) ?? "unknown" }),
      ...(words.includes("--building") ? { building: true } : {}),
      ...(words.includes("--accepts-syntax") ? { acceptsSyntax: () => true } : {}),
    },
    buildArguments: new Map(given.map(([name = "", argument = ""]) => [name, argument])),
  };
}

/**
 * The findings of a rule alone. A rule about suppressions speaks of what the others find, so it is asked together with them.
 */
export function findingsOf(
  source: SourceText,
  { target, buildArguments }: Pick<Fixture, "target" | "buildArguments">,
  rule: Rule,
): readonly Finding[] {
  const isAboutOthers = rule.meta.code.startsWith("DF9");
  const findings = lint(source, { rules: isAboutOthers ? rules : [rule], target, buildArguments });
  return findings.filter(({ code }) => code === rule.meta.code);
}

/** What the rule says of a fixture, as a person reads it. */
export function renderFindings(fixture: Fixture, rule: Rule): string {
  const { name, source } = fixture;
  return findingsOf(source, fixture, rule)
    .map((finding) => renderFinding(finding, source, `${name}.def`, { color: false, columns: undefined }))
    .join("\n");
}

/** The recipe with every fix of the rule applied that may ever be applied by itself. */
export function applyFixes(
  text: string,
  fixture: Fixture,
  rule: Rule,
): { text: string; findings: readonly Finding[]; broken: number } {
  const {
    text: mended,
    findings,
    broken,
    unsettled,
  } = converge(text, {
    lint: (now) => findingsOf(sourceFromText(now), fixture, rule),
    guard,
    selection: { unsafe: true, building: true, hygiene: true },
  });
  return { text: mended, findings, broken: broken.length + unsettled.length };
}
