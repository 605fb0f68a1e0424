/** What `deflint build` gets from the linter and the fixer. */
import { relative, resolve } from "node:path";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import { rules as allRules } from "#rules/index.ts";
import type { BuildServices, Mend } from "../build/mend-contract.ts";
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
  const color = wantsColor(undefined, io.stderr, io.env);
  return {
    mend: makeMend(io.cwd),
    renderFindings: (findings, source, path) =>
      findings.map((finding) => renderFinding(finding, source, path, { color, columns: io.stderr.columns })).join(""),
    async writeRecipe(path, source, text) {
      const refusal = writeMended(resolve(io.cwd, path), source, text);
      if (refusal !== undefined) throw new Error(`${path} is not fixed: ${refusal}`);
    },
  };
}

/** Mends for a build on this host; `cwd` is what paths in diffs are relative to. */
export function makeMend(cwd: string, { rules = allRules, judge = lint } = {}): Mend {
  return (source, path, target, { unsafe, buildArguments }) => {
    const judgeSource = (text: SourceText): readonly Finding[] => judge(text, { rules, target, buildArguments });
    const converged = source.hasInvalidUtf8
      ? { text: source.text, findings: judgeSource(source), applied: [] }
      : converge(source.text, {
          lint: (text) => judgeSource(sourceFromText(text)),
          guard,
          selection: { unsafe, building: true },
        });
    const findings = converged.findings.filter(({ hygiene }) => !hygiene);
    return {
      text: converged.text,
      diff: renderDiff(relative(cwd, resolve(cwd, path)), source.text, converged.text),
      findings,
      applied: countByCode(converged.applied),
      refused: findings.filter(({ code, severity }) => code.startsWith("DF0") && severity === "error"),
    };
  };
}

function countByCode(applied: readonly { readonly code: string }[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { code } of applied) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count }));
}
