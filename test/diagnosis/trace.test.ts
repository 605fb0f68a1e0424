/** The trace of real shells, followed through scripts. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import { followTrace } from "../../src/diagnosis/trace.ts";

function scriptOf(body: string) {
  const recipe = parse(`Bootstrap: docker\nFrom: debian:12\n%post\n${body}`);
  const [stage] = recipe.stages;
  const script = stage && buildScriptsOf(recipe.source, stage, new Map()).find(({ type }) => type === "post");
  if (script === undefined) throw new Error("no %post");
  // The lines of the body, 1-based.
  const lineOf = (offset: number) => recipe.source.positionAt(offset).line - 2;
  return { script, lineOf };
}

/** The line, or first and last, after the trace; undefined without a place. */
function followed(body: string, trace: readonly string[]): number | readonly number[] | undefined {
  const { script, lineOf } = scriptOf(body);
  const follower = followTrace(script);
  for (const line of trace) follower.take(line);
  const { place } = follower;
  if (place === undefined) return undefined;
  const [first, last] = [lineOf(place.first.start), lineOf(place.last.start)];
  return place.first === place.last ? first : [first, last];
}

describe("a line is named", () => {
  test.each([
    ["literal words", "touch a\nrm b\n", ["+ touch a", "+ rm b"], 2],
    ["quotes of bash", "echo 'a b' \"it's\" '' '*'\n", ["+ echo 'a b' 'it'\\''s' '' '*'"], 1],
    ["quotes that dash leaves out", "echo 'a b' \"it's\" '' x\n", ["+ echo a b it's  x"], 1],
    ["control characters of bash", "touch x\nprintf 'a\tb'\n", ["+ touch x", "+ printf $'a\\tb'"], 2],
    ["variables", 'd=/opt\ncd $d/x\nmake -C "$d" all\n', ["+ d=/opt", "+ cd /opt/x", "+ make -C /opt all"], 3],
    ["a variable without a value", "make $FLAGS all\n", ["+ make all"], 1],
    ["a variable of many words", "make $FLAGS all\n", ["+ make -j 8 V=1 all"], 1],
    ["globs", "touch x\nls /etc/*.conf\n", ["+ touch x", "+ ls /etc/a.conf /etc/b.conf"], 2],
    ["a tilde", "touch x\nls ~/bin\n", ["+ touch x", "+ ls /root/bin"], 2],
    ["a substitution, dash", "x=$(date)\necho $x\n", ["+ date", "+ x=now", "+ echo now"], 2],
    ["a substitution, bash", "x=$(date)\necho $x\n", ["++ date", "+ x=now"], 1],
    ["inside of a substitution", "x=$(date)\necho $x\n", ["++ date"], 1],
    ["assignments before a command, dash", "A=1 B='x y' make z\n", ["+ A=1 B=x y make z"], 1],
    ["assignments before a command, bash", "A=1 B='x y' make z\n", ["+ A=1", "+ B='x y'", "+ make z"], 1],
    [
      "a word of many lines, dash",
      "touch a\npython3 -c 'import os\nprint(1)'\n",
      ["+ touch a", "+ python3 -c import os", "print(1)"],
      2,
    ],
    [
      "a word of many lines, bash",
      "touch a\npython3 -c 'import os\nprint(1)'\n",
      ["+ touch a", "+ python3 -c 'import os", "print(1)'"],
      2,
    ],
    [
      "a word of many lines, ANSI",
      "touch a\npython3 -c 'import os\nprint(1)'\n",
      ["+ touch a", "+ python3 -c $'import os\\nprint(1)'"],
      2,
    ],
    ["a variable of many lines", 'touch a\necho say "$x" end\n', ["+ touch a", "+ echo say one", "two end"], 2],
    ["heredocs", "cat <<E > /x\ntouch a\nE\ntouch a\n", ["+ cat", "+ touch a"], 4],
    ["continued lines", "dnf -y install \\\n  a \\\n  b\n", ["+ dnf -y install a b"], 1],
    ["the first of two alike", "touch a\nmake\ntouch b\nmake\n", ["+ touch a", "+ make"], 2],
    ["the second of two alike", "touch a\nmake\ntouch b\nmake\n", ["+ touch a", "+ make", "+ touch b", "+ make"], 4],
    [
      "a branch not taken",
      "touch a\nif false; then\nmake\nfi\ntouch b\nmake\n",
      ["+ touch a", "+ false", "+ touch b", "+ make"],
      6,
    ],
    ["loops", "for i in 1 2; do\nf $i\ng $i\ndone\n", ["+ f 1", "+ g 1", "+ f 2"], 2],
    [
      "loops of bash",
      "for i in 1 2; do\nf $i\ng $i\ndone\n",
      ["+ for i in 1 2", "+ f 1", "+ g 1", "+ for i in 1 2", "+ f 2"],
      2,
    ],
    ["functions", "f() {\nmake $1\n}\ntouch a\nf all\nmake clean\n", ["+ touch a", "+ f all", "+ make all"], 2],
    [
      "after a function",
      "f() {\nmake $1\n}\nf all\nf test\nmake clean\n",
      ["+ f all", "+ make all", "+ f test", "+ make test", "+ make clean"],
      6,
    ],
    [
      "a function that runs its arguments",
      'run() {\n"$@"\n}\nrun make a\nrun make b\n',
      ["+ run make a", "+ make a", "+ run make b"],
      5,
    ],
    ["inside of such a function", 'run() {\n"$@"\n}\nrun make a\nmake a\n', ["+ run make a", "+ make a"], 2],
    ["pipes in any order", "cat x | sort | uniq\necho end\n", ["+ sort", "+ uniq", "+ cat x", "+ echo end"], 2],
    [
      "a trace of another script",
      "touch a\n. /x.sh\nrm b\n",
      ["+ touch a", "+ . /x.sh", "+ __conda_exe=1", "+ [ -z x ]"],
      2,
    ],
    [
      "what an EXIT trap does",
      "trap 'mv x y; rm -f z' EXIT\nmv a b\nfalse\nrm q\n",
      ["+ trap mv x y; rm -f z EXIT", "+ mv a b", "+ false", "+ mv x y", "+ rm -f z"],
      3,
    ],
    ["output with a plus", "touch a\nnpm i\nrm b\n", ["+ touch a", "+ npm i", "+ express@4.17"], 2],
    ["a head that is missing", "touch a\nrm b\nmake c\n", ["+ make c"], 3],
    ["colours and CRLF", "touch a\nrm b\n", ["\u001b[1m+ touch a\u001b[0m\r", "+ rm b\r"], 2],
    ["line numbers", "make\nmake\nmake\n", ["+2 make"], 2],
  ] as const)("%s", (_, body, trace, line) => {
    expect(followed(body, trace)).toBe(line);
  });
});

describe("a range is named", () => {
  test.each([
    ["two that may be it", "if a; then\nmake\nfi\nif b; then\nmake\nfi\n", ["+ make"], [2, 5]],
    ["after set +x", "touch a\nset +x\nrm b\nset -x\nrm c\n", ["+ touch a", "+ set +x"], [2, 4]],
    ["after set +ex", "touch a\nset +ex\nrm b\nrm c\n", ["+ touch a", "+ set +ex"], [2, 4]],
    ["a line that fits no command of its name", "touch a\nmake b\nrm c\n", ["+ touch a", "+ make q"], [1, 3]],
  ] as const)("%s", (_, body, trace, range) => {
    expect(followed(body, trace)).toEqual(range);
  });

  test("and is left again at the next certain line", () => {
    const body = "touch a\nset +x\nrm b\nset -x\nrm c\n";
    expect(followed(body, ["+ touch a", "+ set +x", "+ rm c"])).toBe(5);
  });
});

test("what is no trace is not taken", () => {
  const follower = followTrace(scriptOf("touch a\n").script);
  expect(
    ["touch a", " + touch a", "+", "+touch a", "INFO:    + touch a", ""].map((line) => follower.take(line)),
  ).toEqual(Array(6).fill(false));
  expect(follower.place).toBeUndefined();
});

const BODY = `export A=1
d=/tmp/"x y"
f() {
  echo "in $1" 'q*'
  ls /etc/host*
}
for i in 1 2; do f "$i"; done
x=$(echo $(printf %s a))
if [ -f /nowhere ]; then echo a; elif [ "$x" = a ]; then echo b; fi
cat <<E
+ echo b
E
printf '%s\\n' "two
lines" | sort -r
[ "$A" = 2 ] && echo no || echo yes
case $A in 1) echo one;; esac
A=2 B='z  z' sh -c 'true; true'
( cd /; pwd )
while [ "$A" -lt 3 ]; do A=$((A+1)); done
false
echo never
`;

describe("shells of this host", () => {
  test.each([
    ["dash", ["-ex"]],
    ["bash", ["--posix", "-ex"]],
    ["bash", ["-ex"]],
  ])("%s %j ends at the command that failed", (shell, options) => {
    if (spawnSync(shell, ["-c", ":"]).error !== undefined) return;
    const { stderr } = spawnSync(shell, [...options, "-c", BODY], { encoding: "utf8" });
    expect(followed(BODY, stderr.split("\n"))).toBe(BODY.split("\n").indexOf("false") + 1);
  });

  test.each([1, 2, 3, 5, 8])("a trace cut at line %i of its head ends there too", (cut) => {
    const { stderr } = spawnSync("sh", ["-ex", "-c", BODY], { encoding: "utf8" });
    expect(followed(BODY, stderr.split("\n").slice(cut))).toBe(BODY.split("\n").indexOf("false") + 1);
  });
});
