/** What can be done about the findings at a place: mend them, or leave them out with a reason. */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type Range as PositionRange,
} from "vscode-languageserver";
import type { Edit, Finding, Safety } from "#rules/define-rule.ts";
import { applyEdits } from "../fixer/apply.ts";
import { guard } from "../fixer/guard.ts";
import { diagnosticOf } from "./diagnostics.ts";
import { FIX_ALL, fixAll } from "./fix-all.ts";
import { IGNORE_FORMS, ignoreBy } from "./ignore.ts";
import type { OpenRecipe } from "./open-recipe.ts";

const TITLE_ENDS: Readonly<Record<Safety, string>> = {
  safe: "",
  unsafe: " (unsafe: a privileged build may change)",
  manual: " (look at it: nothing applies this by itself)",
};

/** Findings of one range that are offered something: who selects more wants them all mended. */
const MOST_FINDINGS = 8;

/** What a client needs to have an action's edit made later. */
export interface ActionData {
  readonly uri: string;
}

/**
 * The actions for a range, those that are safe first.
 * @param isLazy whether the edit of what mends the whole file is made when the client asks for it
 */
export function codeActionsFor(
  recipe: OpenRecipe,
  range: PositionRange,
  { only }: Pick<CodeActionContext, "only">,
  isLazy: boolean,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`) || asked === "");
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const met = findingsIn(recipe, range).slice(0, MOST_FINDINGS);
    actions.push(...oncePerEdit(met.flatMap((finding) => fixOf(finding, recipe) ?? [])));
    actions.push(...met.flatMap((finding) => ignoresOf(finding, recipe)));
  }
  const isAnySafe = recipe.findings.some(({ fix }) => fix?.safety === "safe");
  if (isAnySafe && wants(FIX_ALL)) {
    const action: CodeAction = { title: "Fix all that deflint can fix safely", kind: FIX_ALL };
    if (isLazy) actions.push({ ...action, data: { uri: recipe.uri } satisfies ActionData });
    else actions.push({ ...action, edit: editOf(recipe, fixAll(recipe)) });
  }
  return actions.sort((one, other) => Number(other.isPreferred ?? false) - Number(one.isPreferred ?? false));
}

/** The edit that an action of `codeActionsFor` was given without. */
export function resolveFixAll(recipe: OpenRecipe, action: CodeAction): CodeAction {
  return { ...action, edit: editOf(recipe, fixAll(recipe)) };
}

/** The findings that a range touches; on one line a cursor means all of it where it stands in none. */
function findingsIn({ findings, lines }: OpenRecipe, range: PositionRange): readonly Finding[] {
  const { start, end } = lines.toOffsets(range);
  const touched = findings.filter((finding) => finding.range.start <= end && start <= finding.range.end);
  if (touched.length > 0 || start !== end) return touched;
  return findings.filter((finding) => lines.positionAt(finding.range.start).line === range.start.line);
}

/** The action that applies a finding's fix; undefined where there is none, or where it would break what it must keep. */
function fixOf(finding: Finding, recipe: OpenRecipe): CodeAction | undefined {
  const { fix } = finding;
  if (fix === undefined) return undefined;
  if (guard(recipe.text, applyEdits(recipe.text, fix.edits), [fix]) !== undefined) return undefined;
  return {
    title: `${fix.title}${TITLE_ENDS[fix.safety]}`,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, recipe)],
    ...(fix.safety === "safe" && { isPreferred: true }),
    edit: editOf(recipe, fix.edits),
  };
}

/** Several findings may have the very same fix. */
function oncePerEdit(actions: readonly CodeAction[]): CodeAction[] {
  const byEdit = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify(action.edit);
    const same = byEdit.get(key);
    const diagnostics = [...(same?.diagnostics ?? []), ...(action.diagnostics ?? [])];
    byEdit.set(key, { ...(same ?? action), diagnostics });
  }
  return [...byEdit.values()];
}

function ignoresOf(finding: Finding, recipe: OpenRecipe): CodeAction[] {
  return IGNORE_FORMS.flatMap(({ form, where }) => {
    const edit = ignoreBy(form, finding, recipe);
    if (edit === undefined) return [];
    return {
      title: `Ignore ${finding.code} ${where}`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnosticOf(finding, recipe)],
      edit: editOf(recipe, [edit]),
    };
  });
}

function editOf({ uri, lines }: OpenRecipe, edits: readonly Edit[]): NonNullable<CodeAction["edit"]> {
  return { changes: { [uri]: edits.map((edit) => lines.toTextEdit(edit)) } };
}
