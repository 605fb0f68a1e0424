/** What the README shows is so. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { defineProgram } from "../../src/command-line/program.ts";
import { describeProgram } from "../../src/completion/model.ts";
import { main } from "../../src/main.ts";
import { writeFiles } from "../config/configure.ts";
import { makeFakeIo } from "../fake-io.ts";

const root = join(import.meta.dirname, "../..");
const pages = ["README.md", "docs/configuration.md"].map((name) => readFileSync(join(root, name), "utf8"));

/** The text of the block that begins so. */
function blockWith(begin: string): string {
  const page = pages.find((text) => text.includes(`\n\`\`\`\n${begin}`)) ?? "";
  return page.slice(page.indexOf(begin), page.indexOf("```", page.indexOf(begin)));
}

it("has a recipe all of whose comments suppress something, and nothing else is found in it", async () => {
  const recipe = blockWith("# deflint-ignore-file DF704");
  const io = makeFakeIo(writeFiles({ "x.def": recipe }), { env: { PATH: "" } });
  expect(await main(["x.def"], io), io.written.stdout).toBe(0);
  expect(io.written.stdout).toMatch(/^nothing found in 1 file\n[\s\S]*\n\d+ findings left out by comments/);
});

it("names no flag that does not exist", () => {
  const { commands, flags } = describeProgram(defineProgram(makeFakeIo(root), () => {}));
  const known = new Set([...flags, ...commands.flatMap((command) => command.flags)].map(({ long }) => long));
  const named = pages.flatMap(
    (text) => text.replace(/<!-- rules:[\s\S]*|^```sh\n[\s\S]*?^```$/gm, "").match(/(?<![\w-])--[a-z][\w-]+/g) ?? [],
  );
  expect([...new Set(named)].filter((flag) => !known.has(flag))).toEqual(["--nodeps"]);
});
