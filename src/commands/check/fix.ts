/** `deflint check --fix`: recipes with their fixes applied. */
import { makeResult } from "../../engine/run.ts";
import type { Selection } from "../../fixer/select.ts";
import { mendFile } from "./mend-file.ts";
import { addProblems, type Rework } from "./rework.ts";

/** Applies the selected fixes. */
export function fixing(selection: Selection): Rework {
  return {
    undone: "not fixed",
    of(judged, options) {
      const { mended, problems } = mendFile(judged, selection, options);
      const result = addProblems(judged, problems);
      if (mended === undefined) return { result };
      const { source, applied, cured, judgement } = mended;
      return {
        result,
        text: source.text,
        after: () => ({
          ...result,
          ...makeResult(judged.path, source, judgement, options),
          problems: result.problems,
          fixed: applied,
          cured,
        }),
      };
    },
  };
}
