import { describe, expect, it } from "vitest";
import type { Fix, Safety } from "#rules/define-rule.ts";
import { guard } from "../../src/fixer/guard.ts";

const RECIPE = `# what it is
Bootstrap: docker
# why this base
From: debian:12

%files
    # the input
    a /a
%labels
    Author me
%arguments
    VERSION=1
%post
    # why
    if true; then # note
        echo well
    fi
%environment
    export A=1
`;

/** What the guard says of one edit by replacement. */
function judge(word: string, replacement: string, more: Partial<Fix> = {}): string | undefined {
  if (!RECIPE.includes(word)) throw new Error(`no ${word}`);
  const start = RECIPE.indexOf(word);
  const edits = [{ start, end: start + word.length, text: replacement }];
  return guard(RECIPE, RECIPE.replace(word, replacement), [{ title: "", safety: "safe", edits, ...more }]);
}

const GRADES: readonly Safety[] = ["safe", "unsafe"];

describe.each(GRADES)("a %s fix", (safety) => {
  it.each([
    ["echo well", "echo better"],
    ["    fi\n", "    fi\n    # more\n"],
    ["export A=1", "export A=2 B=3"],
  ])("may write %j as %j", (word, replacement) => {
    expect(judge(word, replacement, { safety })).toBeUndefined();
  });

  it.each([
    ["    fi\n", ""],
    ["then", "do"],
    ["echo well", "echo 'well"],
  ])("may make no syntax error of %j by %j", (word, replacement) => {
    expect(judge(word, replacement, { safety })).toBe("it would make a shell syntax error");
  });

  it.each([
    ["    # why\n", ""],
    [" # note", ""],
    ["    # why\n", "    cat <<E\n    # why\nE\n"],
    ["# what it is\n", ""],
    ["# why this base", "# why"],
    ["    # the input\n", ""],
  ])("may not lose the comment %j by %j", (word, replacement) => {
    expect(judge(word, replacement, { safety })).toBe("it would lose a comment");
  });

  it.each([
    ["debian:12", "debian:13"],
    ["a /a", "a /b"],
    ["Author me", "Author you"],
    ["VERSION=1", "VERSION=2"],
    ["%environment", "%test"],
    ["%post", "%post -c /bin/bash"],
    ["    # why", "%test\n    # why"],
  ])("may not write %j as %j, unless it says that it means to", (word, replacement) => {
    expect(judge(word, replacement, { safety })).toBe("it would change the header, a section's line, files or labels");
    expect(judge(word, replacement, { safety, changesStructure: true })).toBeUndefined();
  });
});

it("lets what was said to deflint go", () => {
  const before = `${RECIPE}    # deflint-ignore-next-line DF201 -- no more\n    true\n`;
  const after = `${RECIPE}    true\n`;
  expect(guard(before, after, [{ title: "", safety: "safe", edits: [] }])).toBeUndefined();
});

it("counts comments that are alike", () => {
  const before = `${RECIPE}    # twice\n    # twice\n`;
  expect(guard(before, `${RECIPE}    # twice\n`, [{ title: "", safety: "safe", edits: [] }])).toBe(
    "it would lose a comment",
  );
});
