/** A diagnosis for programs: one JSON object, described by `diagnosis.schema.json`. */
import type { Cause, Diagnosis } from "./diagnosis.ts";

/** Renders a diagnosis as indented JSON, ended by a line feed. Lines are 1-based. */
export function renderDiagnosisJson(diagnosis: Diagnosis, log: string, recipe: string | undefined): string {
  const report = { version: 1, log, recipe: recipe ?? null, ...describeDiagnosis(diagnosis) };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** A diagnosis as an object that JSON can hold. */
export function describeDiagnosis(diagnosis: Diagnosis): object {
  const [first, ...others] = diagnosis.causes.map(describeCause);
  return {
    outcome: diagnosis.outcome,
    phase: diagnosis.phase ?? null,
    mode: diagnosis.mode ?? null,
    engine:
      diagnosis.engine === undefined
        ? null
        : { kind: diagnosis.engine.kind, version: diagnosis.engine.version ?? null },
    exitStatus: diagnosis.exitStatus ?? null,
    cause: first?.cause ?? null,
    line: first?.line ?? null,
    evidence: first?.evidence ?? null,
    cure: first?.cure ?? null,
    also: others,
    range: diagnosis.range ?? null,
    lastLines: diagnosis.lastLines,
  };
}

function describeCause({ cause, line, evidence, cure }: Cause): Cause {
  return { cause, line, evidence, cure };
}
