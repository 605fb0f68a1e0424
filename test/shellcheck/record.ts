/** Asks the ShellCheck on PATH anew: `node scripts/run.mjs test/shellcheck/record.ts`. The findings are then to be read. */
import { writeFileSync } from "node:fs";
import { findProgram } from "../../src/files/find-program.ts";
import { readAnswer } from "../../src/shellcheck/answer.ts";
import { findingsOf } from "../../src/shellcheck/findings.ts";
import { argumentsFor, environmentFor, runAndWait } from "../../src/shellcheck/run-program.ts";
import { questionsOf, type Recorded, recordings, render } from "./recording.ts";

const program = findProgram("shellcheck", process.env["PATH"]);
if (program === undefined) throw new Error("no shellcheck on PATH");
const runner = { program, env: environmentFor(process.env), patience: 60_000 };

for (const recording of recordings()) {
  const recorded: Recorded[] = [];
  const findings: string[] = [];
  for (const { ctx, question, name } of questionsOf(recording)) {
    const outcome = runAndWait(runner, argumentsFor(question), question.text);
    if ("trouble" in outcome) throw new Error(outcome.trouble);
    const answer = outcome.output.trimEnd();
    recorded.push({ script: name, dialect: question.dialect, options: question.text.split("\n")[0] ?? "", answer });
    findings.push(...findingsOf(ctx, readAnswer(answer) ?? [], []).map((finding) => render(recording, finding)));
  }
  writeFileSync(recording.answers, `${JSON.stringify(recorded, undefined, 2)}\n`);
  writeFileSync(recording.out, findings.map((finding) => `${finding}\n`).join(""));
}
