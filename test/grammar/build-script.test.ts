/** The shell parser's known traps, each with its answer, and how Apptainer puts scripts together. */
import { describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { type BuildScript, buildScriptsOf } from "#grammar/shell/build-script.ts";
import { outermostOf, type ShellTree } from "#grammar/shell/tree.ts";
import { buildArgumentsOf } from "#grammar/templates.ts";

function scriptsOf(text: string, given: Record<string, string> = {}): BuildScript[] {
  const recipe = parse(text);
  return recipe.stages.flatMap((stage) =>
    buildScriptsOf(recipe.source, stage, buildArgumentsOf(stage, new Map(Object.entries(given)))),
  );
}

function treeOf(post: string, given: Record<string, string> = {}): ShellTree & { readonly file: string } {
  const file = `Bootstrap: docker\nFrom: a\n%post\n${post}`;
  const tree = scriptsOf(file, given)[0]?.tree;
  if (tree === undefined) throw new Error("no tree");
  return { ...tree, file };
}

const values = (tree: ShellTree) => tree.commands.map(({ words }) => words.map(({ value }) => value));

describe("traps of the shell parser", () => {
  test("what stands behind an unexpected token is read", () => {
    const tree = treeOf("a\n&& b\nc |\n| d\n;\ne )\nf\n");
    expect(values(tree).flat()).toEqual(expect.arrayContaining(["a", "b", "d", "e", "f"]));
    expect(tree.errors.length).toBeGreaterThan(0);
  });

  test("a build argument is one word with its value, and marked", () => {
    const tree = treeOf("pip install foo=={{ VERSION }} {{X}} '{{ X }}'\n[[ {{ X }} == 1 ]]\n", {
      VERSION: "1.2",
      X: "x y",
    });
    expect(values(tree)[0]).toEqual(["pip", "install", "foo==1.2", "x y", "x y"]);
    expect(tree.commands[0]?.words.map(({ templated }) => templated)).toEqual([false, false, true, true, true]);
    expect(tree.commands[0]?.words[2]?.text).toBe("foo=={{ VERSION }}");
    expect(tree.errors).toEqual([]);
  });

  test("a build argument without a value stands as it is", () => {
    expect(values(treeOf("echo {{  GONE }}\n"))).toEqual([["echo", "{{ GONE }}"]]);
  });

  test("a CR before a line feed is no part of any word, and ranges are those of the file", () => {
    const tree = treeOf("a \\\r\n  b\r\ncat <<E\r\nx\r\nE\r\nc\r\n");
    expect(values(tree)).toEqual([["a", "b"], ["cat"], ["c"]]);
    const [first, second] = tree.commands;
    expect(first && tree.file.slice(first.start, first.end)).toBe("a \\\r\n  b");
    expect(second?.heredocs[0]).toMatchObject({ closed: true, body: { text: "x\n" } });
  });

  test("a word that a continued line ends does not hold the backslash", () => {
    const [command] = treeOf("a b\\\n c\n").commands;
    expect(command?.words.map(({ text }) => text)).toEqual(["a", "b", "c"]);
  });

  test("comments are found, and only comments", () => {
    const tree = treeOf(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell is to expand it
      "# 1\na # 2\necho '# no' \"# no\" a#no ${x#no} $(b # no\n)\ncat <<E\n# no\nE\n(c) #3\n[[ a == \\# ]] #4\n",
    );
    expect(tree.comments.map(({ text }) => text)).toEqual(["# 1", "# 2", "#3", "#4"]);
  });

  test("commands in substitutions are commands; those in escaped backquotes are left alone", () => {
    expect(values(treeOf("x=$(a `b`) y\n")).map(([name]) => name)).toEqual(["y", "a", "b"]);
    expect(values(treeOf("`a \\`b\\``\n")).map(([name]) => name)).not.toContain("b");
  });

  test("a comment inside a continued command ends it", () => {
    expect(values(treeOf("a b \\\n# c\nd\n"))).toEqual([["a", "b"], ["d"]]);
  });

  test("exports are arguments, redirects are not", () => {
    const [command] = treeOf("export A=1 B=$C > /x 2>&1\n").commands;
    expect(command?.words.map(({ value }) => value)).toEqual(["export", "A=1", "B=$C"]);
    expect(command?.redirects.map(({ target }) => target?.value)).toEqual(["/x", "1"]);
  });

  test("unclosed quotes and heredocs do not lose the script", () => {
    expect(treeOf('a\necho "b\nc\n').errors).not.toEqual([]);
    expect(treeOf("cat <<E\nb\n").commands[0]?.heredocs[0]?.closed).toBe(false);
  });

  test("hostile nesting and length end in no tree, not in an exception", () => {
    expect(scriptsOf(`%post\n${"a ".repeat(600_000)}\n`)[0]?.tree).toBeUndefined();
    expect(() => scriptsOf(`%post\n${'"$('.repeat(5_000)}\n`)[0]?.tree).not.toThrow();
  });
});

describe("places", () => {
  test("a command knows the outermost command around it", () => {
    const tree = treeOf("f() {\n  if a; then\n    b && c\n  fi\n}\nfor x in 1 2; do d; done | e\n");
    const outermost = (name: string) => {
      const command = tree.commands.find(({ words }) => words[0]?.value === name);
      return command && outermostOf(command).kind;
    };
    expect(outermost("c")).toBe("function");
    expect(outermost("d")).toBe("chain");
  });

  test("a command knows its place in a chain", () => {
    const roles = treeOf("a && b || c | d\n").commands.map(({ role }) => role);
    expect(roles[1]).toMatchObject({ connector: "&&", index: 1, last: false });
    expect(roles[3]).toMatchObject({ connector: "|", index: 1, last: true });
  });
});

describe("one interpreter run", () => {
  test("all %post come first, then %appinstall in the order in which their apps first appear", () => {
    const text = "%apprun b\n r\n%appinstall a\n a\n%post\n p1\n%appinstall b\n b\n%post\n p2\n";
    const post = scriptsOf(text).find(({ type }) => type === "post");
    expect(post?.sections.map(({ body }) => text.slice(body.start, body.end).trim())).toEqual(["p1", "p2", "b", "a"]);
  });

  test("a backslash at the end of the first %post swallows the first line of the second", () => {
    const [post] = scriptsOf("%post\n a \\\n%labels\n x y\n%post\n b\n c\n");
    expect(post?.tree && values(post.tree)).toEqual([["a", "b"], ["c"]]);
  });

  test.each([
    ["%post\n a\n", { shell: "sh", errexit: true }],
    ["%post +e\n a\n", { shell: "sh", errexit: false }],
    ["%post -c /bin/bash\n a\n", { shell: "bash", errexit: false }],
    ["%post -c /bin/bash -eu # x\n a\n", { shell: "bash", errexit: true }],
    ["%post -c /usr/bin/env python3\n a\n", { shell: "other" }],
    ["%post -c /bin/bash\n a\n%post\n b\n", { shell: "bash" }],
    ["%post\n#!/bin/bash\n a\n", { shell: "sh" }],
    ["%runscript\n\n #!/bin/bash\n a\n", { shell: "bash" }],
    ["%test\n#!/usr/bin/python3\n a\n", { shell: "other" }],
    ["%environment\n#!/usr/bin/python3\n a\n", { shell: "sh" }],
  ])("%j", (text, expected) => {
    expect(scriptsOf(text)[0]?.interpreter).toMatchObject(expected);
  });

  test("a script in another language has no tree", () => {
    expect(scriptsOf("%post -c /usr/bin/python3\n print(1)\n")[0]?.tree).toBeUndefined();
  });
});

test("the given build argument wins over the default, and a value may hold another", () => {
  const text = "%arguments\n A=1\n B={{ A }}x\n C\n =y\n%post\n echo {{ A }} {{ B }}\n";
  const [post] = scriptsOf(text, { A: "2" });
  expect(post?.tree && values(post.tree)).toEqual([["echo", "2", "2x"]]);
});

test("a reference behind what Apptainer takes for a comment is left as it is", () => {
  const [post] = scriptsOf("%post\n echo a#b {{ A }}\n echo {{ A }}\n", { A: "2" });
  expect(post?.tree && values(post.tree)[1]).toEqual(["echo", "2"]);
  expect(post?.tree && values(post.tree)[0]).not.toContain("2");
});

test("what crosses the pieces of a script has the range of its part in the first", () => {
  const text = '%appinstall a\n b"\n%post\n echo "x\n';
  const [post] = scriptsOf(text);
  const [command] = post?.tree?.commands ?? [];
  expect(command && text.slice(command.start, command.end)).toBe('echo "x\n');
});
