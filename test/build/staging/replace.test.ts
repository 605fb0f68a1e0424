import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { replace } from "../../../src/build/staging/replace.ts";
import { makeFakeHost } from "../fake-host.ts";

const MAKERS = {
  nothing: () => {},
  file: (path: string) => writeFileSync(path, "old"),
  link: (path: string) => symlinkSync("pointed-to", path),
  "link to nothing": (path: string) => symlinkSync("nothing", path),
  directory: (path: string) => makeDirectory(path, "old"),
  "closed directory": (path: string) => {
    makeDirectory(path, "old");
    chmodSync(path, 0o555);
  },
  "empty directory": (path: string) => mkdirSync(path),
} as const;

function makeDirectory(path: string, content: string): void {
  mkdirSync(path);
  writeFileSync(join(path, "file"), content);
}

function makePlace() {
  const { cwd } = makeFakeHost();
  const at = (name: string) => join(cwd, name);
  writeFileSync(at("pointed-to"), "kept");
  return at;
}

it.each(Object.keys(MAKERS) as (keyof typeof MAKERS)[])(
  "puts a file and a directory in the place of: %s",
  async (old) => {
    const at = makePlace();
    MAKERS[old](at("x"));
    writeFileSync(at("new"), "new");
    await replace(at("new"), at("x"), at("aside"));
    expect(lstatSync(at("x")).isFile()).toBe(true);
    expect(readFileSync(at("x"), "utf8")).toBe("new");

    const other = makePlace();
    MAKERS[old](other("x"));
    makeDirectory(other("new"), "new");
    chmodSync(other("new"), 0o555);
    await replace(other("new"), other("x"), other("aside"));
    expect(readFileSync(other("x/file"), "utf8")).toBe("new");
    expect(statSync(other("x")).mode & 0o777).toBe(0o555);
    expect(readFileSync(other("pointed-to"), "utf8")).toBe("kept");
  },
);

it("puts the old one back when the new one cannot be moved", async () => {
  const at = makePlace();
  makeDirectory(at("x"), "old");
  await expect(replace(at("none"), at("x"), at("aside"))).rejects.toThrow("ENOENT");
  expect(readFileSync(at("x/file"), "utf8")).toBe("old");
  mkdirSync(at("new"));
  // The first step works, the second does not: the new one is an ancestor of the place.
  mkdirSync(at("new/deep"));
  makeDirectory(at("new/deep/x"), "old");
  await expect(replace(at("new"), at("new/deep/x"), at("aside"))).rejects.toThrow("EINVAL");
  expect(readFileSync(at("new/deep/x/file"), "utf8")).toBe("old");
  expect(readdirSync(at("new/deep"))).toEqual(["x"]);
});

it("leaves a whole one of several that end at the same moment", async () => {
  const at = makePlace();
  makeDirectory(at("x"), "old");
  const names = Array.from({ length: 8 }, (_, number) => `new-${number}`);
  for (const name of names) makeDirectory(at(name), name);
  await Promise.all(names.map((name) => replace(at(name), at("x"), at(`${name}-aside`))));
  expect(names).toContain(readFileSync(at("x/file"), "utf8"));
  expect(names.filter((name) => readdirSync(at(".")).includes(name))).toEqual([]);
});
