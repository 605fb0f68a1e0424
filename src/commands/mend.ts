/** What `deflint build` gets from the linter and the fixer. */
import { relative, resolve } from "node:path";
import { parse } from "#grammar/index.ts";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import type { Finding, Target } from "#rules/define-rule.ts";
import missingSource from "#rules/files/missing-source.ts";
import { rules } from "#rules/index.ts";
import deletesHostTmp from "#rules/space/deletes-host-tmp.ts";
import type { BuildServices, Mended, MendOptions } from "../build/mend-contract.ts";
import { configureRecipe } from "../config/configure-recipe.ts";
import { addMends } from "../diagnosis/add-mends.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import { readLogFile } from "../diagnosis/read-log.ts";
import { lint } from "../engine/lint.ts";
import { converge } from "../fixer/converge.ts";
import { renderDiff } from "../fixer/diff.ts";
import { guard } from "../fixer/guard.ts";
import { writeMended } from "../fixer/write.ts";
import type { Io } from "../io.ts";
import { wantsColor } from "../reporters/color.ts";
import { renderFinding } from "../reporters/finding-text.ts";

/** The services of a build that talks through `io`. */
export function makeBuildServices(io: Io): BuildServices {
  return {
    mend: (source, path, target, options) =>
      mend(source, relative(io.cwd, resolve(io.cwd, path)), { ...target, building: true }, options),
    renderFindings(findings, source, path, output) {
      const options = { color: wantsColor(undefined, output, io.env), columns: output.columns, building: true };
      return findings.map((finding) => renderFinding(finding, source, path, options)).join("\n");
    },
    async writeRecipe(path, source, text) {
      const refusal = writeMended(resolve(io.cwd, path), source, text);
      if (refusal !== undefined) throw new Error(`${path} is not fixed: ${refusal}`);
    },
    configure: (path, { config, isolated }) => configureRecipe(path, { config, isolated }, io.cwd),
    async diagnose(log, built, path, choice) {
      const lines = await readLogFile(log).catch(() => undefined);
      if (lines === undefined) return undefined;
      const found = diagnose(lines, built && parse(built));
      return built === undefined ? found : addMends(found, built, relative(io.cwd, resolve(io.cwd, path)), choice);
    },
  };
}

/** Mends for a build on this host; `path` is what the diff names. */
function mend(
  source: SourceText,
  path: string,
  target: Target,
  { unsafe, buildArguments, choice }: MendOptions,
): Mended {
  const judge = (text: SourceText): readonly Finding[] => lint(text, { rules, choice, target, buildArguments });
  const converged = source.hasInvalidUtf8
    ? { text: source.text, findings: judge(source), applied: [] }
    : converge(source.text, {
        lint: (text) => judge(sourceFromText(text)),
        guard,
        selection: { unsafe, building: true },
      });
  const findings = converged.findings.filter(({ hygiene }) => !hygiene);
  return {
    text: converged.text,
    changed: converged.text !== source.text,
    diff: renderDiff(path, source.text, converged.text),
    findings,
    applied: countByCode(converged.applied),
    refused: findings.filter(meansRefusal),
    deletesHostTmp: findings.some(({ code }) => code === deletesHostTmp.meta.code),
  };
}

/** Whether a finding means that no build can come of the recipe: an error of family 0, syntax, or a file that is not there. */
function meansRefusal({ code, severity }: Finding): boolean {
  return severity === "error" && (code.startsWith("DF0") || code === missingSource.meta.code);
}

function countByCode(applied: readonly { readonly code: string }[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { code } of applied) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count }));
}
