import { type Draft, defineRule } from "../define-rule.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { hasOption, operandsOf } from "../knowledge/shell/invocation.ts";

function* check({ invocation }: ProgramRun): Iterable<Draft> {
  const { arguments: words, program } = invocation;
  if (hasOption(words, /^-[a-z]*[rvh]|^--help$/) || operandsOf(words, /^-n$/).length < 2) return;
  yield {
    range: program.word,
    message:
      "The image does not get this capability: under fakeroot setcap reports success and changes nothing. A container that a user starts could not use it either; leave setcap out.",
  };
}

export default defineRule({
  meta: {
    code: "DF107",
    name: "file-capability",
    summary: "Set no file capabilities: the image does not keep them",
    why: `A file capability is an attribute that only real root, or root of a user namespace, may set. Under the fakeroot command \`setcap\`
reports success and the attribute is not in the image. It would not help there: Apptainer starts containers so that no program in them can
gain rights. Leave \`setcap\` out, and give the program what it needs in another way: a port above 1024, or a tool of the host.`,
    severity: "warning",
    confidence: "high",
    fix: "none",
    modes: { "userns-fakeroot": "lost", "suid-fakeroot": "lost" },
    since: "0.1.0",
    sources: [
      "Apptainer 1.4.5, run in all modes: setcap succeeds, and in these two the attribute is not in the image",
      "Apptainer, user guide, Security Options: containers run with no_new_privs",
    ],
  },
  on: { postPrograms: { setcap: check } },
});
