import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type DiscoveryOptions, discoverRecipes } from "../../src/files/discover.ts";
import { makeExclusion } from "../../src/files/exclusion.ts";
import { makeTree } from "../temporary-directory.ts";

type Options = Omit<DiscoveryOptions, "cwd">;

const discover = (given: readonly string[], cwd: string, options: Options = {}) =>
  discoverRecipes(given, { cwd, ...options });

/** The same globs everywhere below a directory. */
const excluding = (directory: string, ...globs: readonly string[]): Options => ({
  loadExclusion: async () => makeExclusion(async () => [{ directory, globs }]),
});

describe("discoverRecipes", () => {
  it("takes files as they are given, each once, in the order given", async () => {
    const root = makeTree("b.txt", "a.def");
    expect(await discover(["b.txt", "./a.def", "a.def", "missing.def"], root)).toEqual({
      paths: ["b.txt", "./a.def", "missing.def"],
      problems: [],
    });
  });

  it("searches directories, sorted, without those of tools", async () => {
    const root = makeTree(
      "d/z.def",
      "d/a/Singularity",
      "d/a/Singularity.gpu",
      "d/a/Singularity.sif",
      "d/a/singularity.txt",
      "d/a/notSingularity",
      "d/a/x.apptainer",
      "d/.git/x.def",
      "d/node_modules/p/x.def",
      "d/sandbox/.singularity.d/Singularity",
      "d/app.sif.deflint/recipe.def",
      "d/.app.sif.deflint-x2Fb9q/recipe.def",
      "d/.hidden/y.def",
      "d/Singularity.d/inner.def",
    );
    const paths = ["d/.hidden/y.def", "d/Singularity.d/inner.def", "d/a/Singularity", "d/a/Singularity.gpu"];
    expect((await discover(["d"], root)).paths).toEqual([...paths, "d/a/x.apptainer", "d/z.def"]);
    expect((await discover(["d/z.def", "d"], root)).paths[0]).toBe("d/z.def");
    expect((await discover(["d", "d/z.def"], root)).paths).toHaveLength(6);
    expect((await discover(["d/app.sif.deflint"], root)).paths).toEqual(["d/app.sif.deflint/recipe.def"]);
  });

  it("follows links to files, not to directories, and keeps dangling ones", async () => {
    const root = makeTree("d/real.txt", "elsewhere/x.def");
    symlinkSync("real.txt", join(root, "d/link.def"));
    symlinkSync("../elsewhere", join(root, "d/dir.def"));
    symlinkSync("..", join(root, "d/round"));
    symlinkSync("nothing", join(root, "d/dangling.def"));
    symlinkSync("/dev/null", join(root, "d/device.def"));
    expect(await discover(["d"], root)).toEqual({ paths: ["d/dangling.def", "d/link.def"], problems: [] });
    expect((await discover(["d/round/elsewhere"], root)).paths).toEqual(["d/round/elsewhere/x.def"]);
  });

  it("names a directory without recipes, and says that some were left out", async () => {
    const root = makeTree("empty/readme.md", "x.def", "old/x.def");
    expect(await discover(["empty", "x.def"], root)).toEqual({
      paths: ["x.def"],
      problems: [{ path: "empty", message: expect.stringMatching(/^holds no definition file \(.*\)$/) }],
    });
    const { problems } = await discover(["old"], root, excluding(root, "x.def"));
    expect(problems[0]?.message).toContain("beside what is excluded or ignored by git");
  });

  it("leaves standard input alone", async () => {
    expect((await discover(["-", "-"], "/")).paths).toEqual(["-"]);
  });
});

describe("names", () => {
  it("are not empty: that would be the working directory", async () => {
    await expect(discover([""], makeTree("a.def"))).rejects.toThrow("a path is empty: it may come from a variable");
  });

  it("are told where they are not UTF-8", async () => {
    const root = makeTree("a.def", "\uFFFD.def");
    writeFileSync(Buffer.from(`${root}/b\xff.def`, "latin1"), "");
    mkdirSync(Buffer.from(`${root}/c\xff`, "latin1"));
    const message = "has a name that is not UTF-8, and cannot be read";
    expect(await discover(["."], root)).toEqual({
      paths: ["a.def", "\uFFFD.def"],
      problems: [
        { path: "b\uFFFD.def", message },
        { path: "c\uFFFD", message },
      ],
    });
  });
});

describe("globs of a command line", () => {
  const tree = () =>
    makeTree("a.def", "b/c.def", "b/README.md", "b/x.recipe", "b/d/e.def", "g/[1].def", "b/node_modules/n.def");

  it.each([
    ["*.def", ["a.def", "b/c.def", "b/d/e.def", "g/[1].def"]],
    ["./*.def", ["a.def"]],
    ["**/*.def", ["a.def", "b/c.def", "b/d/e.def", "g/[1].def"]],
    ["b/*.def", ["b/c.def"]],
    ["b/*", ["b/c.def", "b/d/e.def"]],
    ["b/*.{recipe,def}", ["b/c.def", "b/x.recipe"]],
    ["{b,g}", ["b/c.def", "b/d/e.def", "g/[1].def"]],
    ["../*/a.d?f", undefined],
    // A file of that very name is no glob.
    ["g/[1].def", ["g/[1].def"]],
  ])("%s", async (glob, expected) => {
    const root = tree();
    const { paths, problems } = await discover([glob], expected === undefined ? join(root, "b") : root);
    expect({ paths: paths.map((path) => path.replace(/^\.\.\/deflint-test-\w+\//, "")), problems }).toEqual({
      paths: expected ?? [],
      problems: expected === undefined ? [{ path: glob, message: expect.stringContaining("matches none") }] : [],
    });
  });

  it("are absolute ones too", async () => {
    const root = tree();
    expect((await discover([`${root}/b/*.def`], "/")).paths).toEqual([`${root}/b/c.def`]);
  });

  it("fail where they match nothing", async () => {
    const { problems } = await discover(["*.nothing"], tree());
    expect(problems).toEqual([{ path: "*.nothing", message: "is no file, and as a glob matches none" }]);
  });
});

describe("excluded files", () => {
  const tree = () => makeTree("a.def", "old/b.def", "old/keep/c.def", "new/old.def");

  it("are not found in a search", async () => {
    const root = tree();
    expect((await discover(["."], root, excluding(root, "old"))).paths).toEqual(["a.def", "new/old.def"]);
    expect((await discover(["*.def"], root, excluding(root, "/old", "a.def"))).paths).toEqual(["new/old.def"]);
  });

  it("are taken where they are named, with --force-exclude never", async () => {
    const root = tree();
    const options = excluding(root, "old", "a.def");
    const given = ["a.def", "old/keep/c.def", "old", "new"];
    expect((await discover(given, root, options)).paths).toEqual([
      "a.def",
      "old/keep/c.def",
      "old/b.def",
      "new/old.def",
    ]);
    expect(await discover(given, root, { ...options, forceExclude: true })).toEqual({
      paths: ["new/old.def"],
      problems: [],
    });
  });

  it("are told through links to directories", async () => {
    const root = tree();
    symlinkSync("old", join(root, "link"));
    const options = { ...excluding(root, "old/keep"), forceExclude: true };
    expect((await discover(["link"], root, options)).paths).toEqual(["link/b.def"]);
    expect((await discover(["link/keep/c.def"], root, options)).paths).toEqual([]);
  });

  it("are asked of what holds in each directory", async () => {
    const root = tree();
    const own = { directory: join(root, "old"), globs: ["b.def"] };
    const outer = { directory: root, globs: ["a.def", "c.def"] };
    const loadExclusion = async () =>
      makeExclusion(async (directory) => [directory.startsWith(own.directory) ? own : outer]);
    expect((await discover(["."], root, { loadExclusion })).paths).toEqual(["new/old.def", "old/keep/c.def"]);
  });
});

describe("what git ignores", () => {
  const tree = (files: Readonly<Record<string, string>>, ...empty: readonly string[]) => {
    const root = makeTree(...empty);
    mkdirSync(join(root, ".git/info"), { recursive: true });
    for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
    return root;
  };

  it("is left out of searches, by all .gitignore files from the top of the repository on", async () => {
    const root = tree(
      {
        ".gitignore": "build/\n*.tmp.def\n/top.def\r\n# c.def\n",
        "a/.gitignore": "!keep.tmp.def\n/b/x.def\n!build/\n",
        ".git/info/exclude": "mine.def\n",
      },
      ...["top.def", "a/top.def", "c.def", "q.tmp.def", "a/keep.tmp.def", "a/b/x.def", "a/b/c/x.def", "mine.def"],
      ...["build/x.def", "a/build/x.def", "a/b/build/x.def"],
    );
    const found = ["a/b/build/x.def", "a/b/c/x.def", "a/build/x.def", "a/keep.tmp.def", "a/top.def"];
    expect((await discover(["."], root)).paths).toEqual([...found, "c.def"]);
    expect((await discover(["."], join(root, "a"))).paths).toEqual(found.map((path) => path.slice(2)));
    expect((await discover(["."], root, { takeIgnored: true })).paths).toHaveLength(11);
  });

  it("is taken where it is named: files, and directories with their own .gitignore files", async () => {
    const root = tree(
      { ".gitignore": "build\n", "build/sub/.gitignore": "no.def\n" },
      ...["build/x.def", "build/sub/no.def", "build/sub/y.def"],
    );
    expect((await discover(["build/x.def"], root)).paths).toEqual(["build/x.def"]);
    expect((await discover(["build"], root)).paths).toEqual(["build/sub/y.def", "build/x.def"]);
  });

  it("ends where another repository begins, and is nothing outside of repositories", async () => {
    const root = tree(
      { ".gitignore": "x.def\n", "sub/.git": "gitdir: ../.git/modules/sub\n", "sub/.gitignore": "y.def\n" },
      ...["x.def", "sub/x.def", "sub/y.def", ".git/modules/sub/info/exclude"],
    );
    writeFileSync(join(root, ".git/modules/sub/info/exclude"), "z.def\n");
    writeFileSync(join(root, "sub/z.def"), "");
    expect((await discover(["."], root)).paths).toEqual(["sub/x.def"]);
    const plain = makeTree("x.def", ".gitignore");
    writeFileSync(join(plain, ".gitignore"), "x.def\n");
    expect((await discover(["."], plain)).paths).toEqual(["x.def"]);
  });
});
