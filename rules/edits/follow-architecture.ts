/** Lets the name of conda's installer follow the machine, where every mention of it can follow too. */
import { type Word, wordsOf } from "#grammar/shell/tree.ts";
import type { Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";

/** Installers that are there under the same name for both architectures. */
const INSTALLER = /^(?:Miniconda3-latest|(?:Miniforge3|Mambaforge)(?:-[\w.${}-]+)?)-Linux-(x86_64|aarch64)\.sh$/;

const ASKED = "$(uname -m)";

/** The fix for a download; undefined where a mention of the file stands where nothing is expanded, or its checksum is tested. */
export function followArchitecture(ctx: ScriptContext, download: Word, name: string): Fix | undefined {
  const architecture = INSTALLER.exec(name)?.[1];
  if (architecture === undefined || !download.text.includes(name)) return undefined;
  const { script, document } = ctx;
  if (/\b(?:sha\d+|md5)sum\b|\bshasum\b/.test(script.joined.text)) return undefined;
  const words = wordsWith(name, ctx);
  const mentions = script.joined.text.split(name).length - 1;
  const inComments = script.tree?.comments.filter(({ text }) => text.includes(name)).length ?? 0;
  if (words.length + inComments !== mentions || words.some((word) => !isExpanded(word))) return undefined;
  const edits = words.map(({ start, text }) => {
    const at = start + text.indexOf(name) + name.lastIndexOf(architecture);
    return { start: at, end: at + architecture.length, text: ASKED };
  });
  if (edits.some(({ start, end }) => document.source.text.slice(start, end) !== architecture)) return undefined;
  return {
    title: "Download the installer for the machine that builds",
    safety: "safe",
    edits: edits.sort((a, b) => a.start - b.start),
  };
}

function wordsWith(name: string, { script }: ScriptContext): readonly Word[] {
  const words = script.commands.flatMap(wordsOf);
  const naming = words.filter(({ text }) => text.includes(name));
  // A word that holds a script stands beside the words of that script.
  return naming.filter((word) => !naming.some((other) => other.start > word.start && other.end < word.end));
}

function isExpanded({ text, templated }: Word): boolean {
  return !templated && !/['\\`]/.test(text);
}
