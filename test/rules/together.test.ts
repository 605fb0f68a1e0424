/** Rules at work together: their fixes must not get into each other's way. */
import { expect, test } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { converge } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";

function mend(post: string): string {
  return converge(`Bootstrap: docker\nFrom: debian:12\n\n%post\n${post}`, {
    lint: (text) =>
      lint(sourceFromText(text), { rules, target: { engine: "apptainer", mode: "suid-fakeroot", today: TODAY } }),
    guard,
    selection: { unsafe: true },
  }).text;
}

const stubsIn = (text: string): number => text.split("(deflint account stub)").length - 1;

test.each([
  ["an account command and a hand-made stub", "    useradd app\n    cp /bin/true /usr/sbin/groupadd\n"],
  ["a hand-made stub first", "    cp /bin/true /usr/sbin/groupadd\n    useradd app\n    chown app /opt\n"],
  ["packages, accounts and a trap", "    trap 'true' EXIT\n    yum -y install rpcbind\n    useradd app\n"],
])("one stub a script: %s", (_name, post) => {
  const mended = mend(post);
  expect(stubsIn(mended)).toBe(1);
  expect(mended).not.toContain("/bin/true");
});

test("a small script cannot take for ever", () => {
  const nested = `${"for x in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do\n".repeat(6)}rm -rf $x\n${"done\n".repeat(6)}`;
  const recursive = "f() { f; f; f; f; f; f; f; f; }\nf\n";
  const assignments = Array.from({ length: 5_000 }, (_, index) => `V${index}=${index}\n`).join("");
  for (const script of [nested, recursive, assignments]) expect(stubsIn(mend(`${script}useradd app\n`))).toBe(1);
});
