import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";
import { faultOf } from "../knowledge/recipe/section-lines.ts";
import { programPath } from "../knowledge/shell/paths.ts";

/** Sections whose arguments Apptainer hands to `/bin/sh -ex` before the script's own name. */
const RUN_BY_SH = ["post", "setup", "pre", "test"] as const;

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  const { type, arguments: written } = section;
  if (type === undefined || written === undefined || faultOf(section, ctx) !== undefined) return;
  const words = (written.text.split("#")[0] ?? "").trim();
  if (words === "" || words.includes("{{")) return;
  const start = written.start + written.text.indexOf(words);
  const range = { start, end: start + words.length };
  const takesProgram = type === "post" || type === "setup" || type === "pre";
  if (!words.startsWith("-"))
    yield { range, message: describe(words, type, takesProgram), fix: giveProgram(words, start, takesProgram) };
  else if (!takesProgram && /^-c\s/.test(words)) {
    yield {
      range,
      message: `%${type} takes no -c: /bin/sh ends with "Illegal option -", and the build fails. Put #!${words.slice(2).trim()} as the first line of the section instead.`,
    };
  }
}

function describe(words: string, type: string, takesProgram: boolean): string {
  const [first = ""] = words.split(/\s+/);
  if (isShell(words)) {
    const cure = takesProgram
      ? `Write %${type} -c ${programPath(words)} -e.`
      : "Put a #! line first in the section instead.";
    return `Apptainer hands ${words} to /bin/sh as the script to run, and not as the shell to run it by: the build fails. ${cure}`;
  }
  return `Apptainer hands ${first} to /bin/sh as the name of a script to run: the build fails with "cannot open ${first}". Take "${words}" off, or put it into a comment on a line of its own.`;
}

function isShell(words: string): boolean {
  return /^(?:\/\S*\/)?(?:bash|sh|dash|zsh)$/.test(words);
}

function giveProgram(words: string, start: number, takesProgram: boolean): Fix | undefined {
  if (!takesProgram || !isShell(words)) return undefined;
  const program = programPath(words);
  return {
    title: `Run the script with ${program} -e`,
    safety: "unsafe",
    changesStructure: true,
    edits: [{ start, end: start + words.length, text: `-c ${program} -e` }],
  };
}

export default defineRule({
  meta: {
    code: "DF029",
    name: "section-arguments",
    summary: "Put nothing but options after the name of a script section",
    why: `What follows \`%post\`, \`%setup\`, \`%pre\` and \`%test\` goes to \`/bin/sh -ex\` as arguments, before the script itself. A word that is no
option is taken for the name of the script to run: \`%post install everything\` ends with \`/bin/sh: 0: cannot open install\`, and
\`%post /bin/bash\` makes sh read the bash program as a script. Another shell is \`%post -c /bin/bash -e\`; in \`%test\` it is a \`#!\` line.`,
    severity: "error",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/util.go, getSectionScriptArgs",
      "Apptainer 1.4.5, run: %post install everything, %post /bin/bash and %test -c /bin/bash end the build",
    ],
  },
  on: { sections: ofTypes(RUN_BY_SH, check) },
});
