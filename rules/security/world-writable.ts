import type { Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isInHostTmp } from "../knowledge/places/host-tmp.ts";
import { endsInImage, isFinalStage } from "../knowledge/recipe/image-contents.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { type Argument, operandsOf, partialValue } from "../knowledge/shell/invocation.ts";

function* checkMode(run: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  // `-w` and `-rwx` take rights away; they look like options.
  const [mode, ...paths] = operandsOf(run.invocation.arguments);
  if (mode?.value === undefined || !letsOthersWrite(mode.value)) return;
  const path = paths.find((operand) => concernsImage(operand, run, ctx));
  if (path === undefined) return;
  yield { range: mode.word, message: describe(path.word.text), fix: narrow(mode.word) };
}

function* checkUmask({ invocation }: ProgramRun, ctx: ScriptContext): Iterable<Draft> {
  const [mask] = invocation.arguments;
  if (mask?.value === undefined || !/^0+$/.test(mask.value) || !isFinalStage(ctx.stage)) return;
  yield {
    range: mask.word,
    message: `With this mask everything that follows may be written by every user. ${USELESS} Use umask 022.`,
  };
}

const USELESS =
  "A container's image is read-only, so at run time the right to write gives nothing; in a sandbox or an overlay it lets every user of the machine change the software.";

function describe(path: string): string {
  return `This lets everybody write to ${path}. ${USELESS} Readers need a+rX and no more.`;
}

/** Whether a mode gives others the right to write, but for a directory with the sticky bit as /tmp has it. */
function letsOthersWrite(mode: string): boolean {
  if (/^[0-7]{3,4}$/.test(mode)) return (Number(mode.at(-1)) & 2) !== 0 && (Number(mode.at(-4) ?? 0) & 1) === 0;
  return mode.split(",").some((clause) => /^[ug]*[oa][ugoa]*[+=][rxXst]*w/.test(clause)) && !/[+=][rwxXs]*t/.test(mode);
}

/** Whether a script does a part of its work as another user, who may need the right to write. */
function becomesAnother({ script }: ScriptContext): boolean {
  return script.commands.some(({ words: [program, ...rest] }) => {
    const name = program?.value.split("/").at(-1) ?? "";
    if (/^(?:su|runuser|gosu|setpriv|su-exec)$/.test(name)) return true;
    return name === "sudo" && rest.some(({ value }) => /^(?:-[A-Za-z]*u|--user)(?:=|$)/.test(value));
  });
}

/** Whether a path gets into the image, as far as its place is known. */
function concernsImage({ value, word }: Argument, { state }: ProgramRun, ctx: ScriptContext): boolean {
  const written = value ?? partialValue(word, state.variables);
  const inRoot = written.replace(/^\$\{?(?:APPTAINER|SINGULARITY)_ROOTFS\}?(?=\/)/, "");
  if (ctx.script.type === "setup") return inRoot !== written && isFinalStage(ctx.stage);
  const path = inRoot.startsWith("/") ? inRoot : `${state.directory?.replace(/\/$/, "") ?? ""}/${inRoot}`;
  if (isInHostTmp(path) || /^\/(?:dev|proc|sys|run)(?:\/|$)/.test(path)) return false;
  const isKnown = path.startsWith("/") && state.directory !== undefined && !/[$`*?[]/.test(path);
  return isKnown ? endsInImage(path, ctx.stage) : isFinalStage(ctx.stage);
}

/** Takes the right to write from all but the owner. */
function narrow(word: Word): Fix | undefined {
  const { text } = word;
  const narrowed = /^[0-7]{3,4}$/.test(text)
    ? text.replace(/([0-7])([0-7])$/, (_all, group, other) => `${Number(group) & 5}${Number(other) & 5}`)
    : narrowSymbols(text);
  if (!word.literal || word.templated || narrowed === undefined) return undefined;
  const { start, end } = word;
  return { title: `Use ${narrowed}`, safety: "unsafe", edits: [{ start, end, text: narrowed }] };
}

/** `a+rwX` becomes `u+w,a+rX`. */
function narrowSymbols(text: string): string | undefined {
  const [, who = "", rights = ""] = /^([ugoa]+)\+([rwxX]+)$/.exec(text) ?? [];
  const rest = rights.replaceAll("w", "");
  const owner = /[ua]/.test(who) ? "u+w" : "";
  const narrowed = [owner, rest === "" ? "" : `${who}+${rest}`].filter((clause) => clause !== "").join(",");
  return narrowed === "" ? undefined : narrowed;
}

export default defineRule({
  meta: {
    code: "DF704",
    name: "world-writable",
    summary: "Let nobody but the owner write to the software",
    why: `\`chmod -R 777\` lets every user write. In an image that gives nothing, since a SIF is read-only when it runs; where the image is unpacked as
a sandbox, or has an overlay, everybody on the machine can replace programs that others will run. Everyone's right to read is
\`chmod -R a+rX\`. What must be written at run time belongs into a directory that is bound in, or into \`$TMPDIR\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["Apptainer 1.4.5, run: a file in a directory of mode 777 in a SIF: Read-only file system"],
  },
  on: {
    script: function* ({ type }, ctx) {
      if (type !== "post" && type !== "setup") return;
      const modes = ctx.flow.programsNamed("chmod");
      const masks = ctx.flow.programsNamed("umask");
      if ((modes.length === 0 && masks.length === 0) || becomesAnother(ctx)) return;
      for (const run of modes) yield* checkMode(run, ctx);
      for (const run of masks) yield* checkUmask(run, ctx);
    },
  },
});
