/** Says why a build failed, at the lines of the person's own recipe. */
import { sourceFromText } from "#grammar/source.ts";
import type { Cause, Diagnosis } from "../../diagnosis/diagnosis.ts";
import { describeDiagnosis } from "../../diagnosis/diagnosis-json.ts";
import { type DiagnosisView, renderDiagnosis } from "../../diagnosis/render-diagnosis.ts";
import { linesBefore } from "../../fixer/lines.ts";
import { wantsColor } from "../../reporters/color.ts";
import type { Building } from "../building.ts";
import { LOG_FILES, logDirectoryOf } from "./log-directory.ts";

/** Why a build failed. */
export interface Explanation {
  readonly diagnosis: Diagnosis;
  /** For a person, each line ended, safe to print. */
  readonly text: string;
  /** For the report. */
  readonly json: object;
}

/**
 * Reads the log at `path` against the recipe that was built. Undefined where the log cannot be read or shows no failure:
 * then there is nothing to say that Apptainer has not said itself.
 */
export async function explainFailure(building: Building, path: string): Promise<Explanation | undefined> {
  const { args, prepared, io, services } = building;
  const { recipe } = prepared;
  const logs = logDirectoryOf(args.image, args.logDirectory);
  const own = recipe && { path: args.recipe, source: recipe.source };
  const built = recipe?.mended.changed
    ? { path: `${logs}/${LOG_FILES.recipe}`, source: sourceFromText(recipe.mended.text) }
    : own;
  const found = await services.diagnose(path, built?.source, built?.path ?? "", prepared.choice);
  if (found === undefined || found.outcome === "complete") return undefined;
  const inOwn = own === built ? found : inOwnLines(found, own?.source.text ?? "", built?.source.text ?? "");
  const view: DiagnosisView = {
    color: wantsColor(undefined, io.stderr, io.env),
    columns: io.stderr.columns,
    log: `${logs}/${LOG_FILES.log}`,
    recipe: inOwn === undefined ? built : own,
  };
  const shown = inOwn ?? found;
  return { diagnosis: found, text: renderDiagnosis(shown, view), json: describeDiagnosis(shown) };
}

/** The diagnosis at the lines of the recipe before it was mended; undefined where what failed is a line of the mend. */
function inOwnLines(diagnosis: Diagnosis, before: string, after: string): Diagnosis | undefined {
  const origins = linesBefore(before, after);
  const own = (line: number): number | undefined => origins[line - 1];
  const causes: Cause[] = [];
  for (const cause of diagnosis.causes) {
    const line = cause.line === null ? null : own(cause.line);
    if (line === undefined) return undefined;
    causes.push({ ...cause, line });
  }
  const { range } = diagnosis;
  const [first, last] = range === undefined ? [] : [own(range.first), own(range.last)];
  const ownRange = first === undefined || last === undefined ? undefined : { first, last };
  return { ...diagnosis, causes, range: ownRange };
}
