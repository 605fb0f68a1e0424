/** A fixture: a recipe for one rule, what the rule says of it, and what its fix makes of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type SourceText, sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import { BUILD_MODES, type BuildMode, type Finding, type Rule, type Target } from "#rules/define-rule.ts";
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
      target: targetOf(source.text),
      out: join(folder, `${name}.out`),
      fixed: join(folder, `${name}.fixed.def`),
    };
  });
}

/** The first line may say what the recipe is to be built on: `# deflint-test: --mode root --tmp-bytes 1000`. */
function targetOf(text: string): Target {
  const words = /^# deflint-test: (.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const value = (option: string): string | undefined => {
    const at = words.indexOf(option);
    return at === -1 ? undefined : words[at + 1];
  };
  const mode = value("--mode") ?? "suid-fakeroot";
  if (!BUILD_MODES.includes(mode as BuildMode)) throw new Error(`no such mode: ${mode}`);
  const tmpBytes = value("--tmp-bytes");
  return {
    engine: "apptainer",
    mode: mode as BuildMode,
    today: TODAY,
    ...(tmpBytes === undefined ? {} : { tmpBytes: Number(tmpBytes) }),
  };
}

/** What the rule says of a fixture, as a person reads it. */
export function renderFindings({ name, source, target }: Fixture, rule: Rule): string {
  return lint(source, { rules: [rule], target })
    .map((finding) => renderFinding(finding, source, `${name}.def`, { color: false, columns: undefined }))
    .join("\n");
}

/** The recipe with every fix of the rule applied that may ever be applied by itself. */
export function applyFixes(
  text: string,
  { target }: Fixture,
  rule: Rule,
): { text: string; findings: readonly Finding[]; broken: number } {
  const {
    text: mended,
    findings,
    broken,
    unsettled,
  } = converge(text, {
    lint: (now) => lint(sourceFromText(now), { rules: [rule], target }),
    guard,
    selection: { unsafe: true, building: true },
  });
  return { text: mended, findings, broken: broken.length + unsettled.length };
}
