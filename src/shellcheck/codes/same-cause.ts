/** What ShellCheck says of a cause that a rule of ours has named already: one cause, one finding. */
import type { Range } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { ScriptContext } from "#rules/document.ts";
import { isCut } from "#rules/knowledge/recipe/stage-splits.ts";
import type { Comment } from "../answer.ts";

/** By the code of our rule: codes that say less of what it found, where their places meet. */
const AT_ITS_PLACE: Readonly<Record<string, readonly number[]>> = {
  // A space that is none.
  DF025: [1018],
  // `su` in a build.
  DF109: [2117],
  // With its mend, `-j$(nproc)` is gone.
  DF205: [2006, 2046, 2086],
};

/** The same, wherever they stand in the script. */
const IN_ITS_SCRIPT: Readonly<Record<string, readonly number[]>> = {
  // No failure stops the script, that of cd among them.
  DF501: [2164],
};

/**
 * Whether a rule has said it.
 * @param place of the comment in the recipe
 * @param said what our own rules found in the recipe
 */
export function isSaid(comment: Comment, place: Range, ctx: ScriptContext, said: readonly Finding[]): boolean {
  if (isSyntaxError(comment) && cannotBeRead(ctx)) return true;
  return said.some(
    ({ code, range }) =>
      (AT_ITS_PLACE[code]?.includes(comment.code) === true && meet(range, place)) ||
      (IN_ITS_SCRIPT[code]?.includes(comment.code) === true && standsIn(range, ctx)),
  );
}

function isSyntaxError({ code, level }: Comment): boolean {
  return code < 2000 && level === "error";
}

/** Whether DF026 says that the shell cannot read the script, or another rule that it is but a part of what was meant. */
function cannotBeRead({ script: { tree, sections }, document }: ScriptContext): boolean {
  if (tree === undefined || tree.errors.length > 0) return true;
  const isOpen = tree.commands.some(({ heredocs }) => heredocs.some(({ closed }) => !closed));
  return isOpen || sections.some((section) => isCut(section, document));
}

function standsIn({ start, end }: Range, { script }: ScriptContext): boolean {
  return script.sections.some((section) => section.start <= start && end <= section.end);
}

function meet(one: Range, other: Range): boolean {
  return one.start < other.end && other.start < one.end;
}
