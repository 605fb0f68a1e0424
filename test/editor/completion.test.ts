import { describe, expect, it } from "vitest";
import { completionsAt } from "../../src/editor/completion.ts";
import { applyTextEdits } from "./client.ts";
import { HEADER, openAt } from "./recipe.ts";

function labels(marked: string): string[] {
  const { recipe, offset } = openAt(marked);
  return completionsAt(recipe, offset).map(({ label }) => label);
}

/** The text after one of the completions was chosen. */
function choose(marked: string, label: string): string {
  const { recipe, offset } = openAt(marked);
  const item = completionsAt(recipe, offset).find((one) => one.label === label);
  if (item?.textEdit === undefined || !("range" in item.textEdit)) throw new Error(`${label} is not offered`);
  return applyTextEdits(recipe.text, [item.textEdit]);
}

describe("completion", () => {
  it("offers sections behind a %", () => {
    expect(labels(`${HEADER}\n%|\n`)).toEqual(expect.arrayContaining(["post", "environment", "apprun"]));
    expect(choose(`${HEADER}\n%po|\n`, "post")).toBe(`${HEADER}\n%post\n`);
    expect(choose(`${HEADER}\n%app|\n`, "apprun")).toBe(`${HEADER}\n%apprun \n`);
    expect(labels(`${HEADER}%post\n  date +%|\n`)).toEqual([]);
  });

  it("offers header keys that are not there yet, in a header alone", () => {
    expect(labels("|")).toContain("Bootstrap");
    const left = labels("Bootstrap: docker\nFr|\n");
    expect(left).toContain("From");
    expect(left).not.toContain("Bootstrap");
    expect(choose("Bootstrap: docker\nFr|\n", "From")).toBe("Bootstrap: docker\nFrom: \n");
    expect(labels(`${HEADER}%post\n  ec|\n`)).toEqual([]);
    expect(labels("Bootstrap: docker\nFrom: ubu|\n")).toEqual([]);
  });

  it("offers agents", () => {
    expect(labels("Bootstrap: |\n")).toEqual(expect.arrayContaining(["docker", "localimage", "buildkit"]));
    expect(choose("bootstrap: dock|\n", "docker-archive")).toBe("bootstrap: docker-archive\n");
  });

  it("offers the stage's build arguments, and closes their braces", () => {
    const text = `${HEADER}%arguments\n  VERSION=1\n%post\n  echo {{|\n`;
    expect(labels(text)).toEqual(["VERSION"]);
    expect(choose(text, "VERSION")).toContain("echo {{ VERSION }}\n");
    expect(choose(text.replace("{{|", "{{ VER| }}"), "VERSION")).toContain("echo {{ VERSION }}\n");
  });

  it("offers earlier stages and apps by their names", () => {
    const two = `Bootstrap: docker\nFrom: x\nStage: build\n%post\n true\n${HEADER}Stage: final\n%files from |\n`;
    expect(labels(two)).toEqual(["build"]);
    expect(labels(`${HEADER}%apprun foo\n true\n%appenv |\n`)).toEqual(["foo"]);
  });

  it("offers forms and rules in comments of deflint, not in their reasons", () => {
    expect(choose(`${HEADER}%post\n  # defl|\n  true\n`, "deflint-ignore-section")).toContain(
      "# deflint-ignore-section\n",
    );
    expect(choose(`${HEADER}%post\n  # deflint-ignore-section DF2|\n`, "DF203")).toContain("section DF203\n");
    expect(labels(`${HEADER}%post\n  # deflint-ignore-section DF203, |\n`)).toContain("deletes-host-tmp");
    expect(labels(`${HEADER}%post\n  # deflint-ignore-section DF203 -- since |\n`)).toEqual([]);
    expect(labels(`${HEADER}%post\n  # a plain comment|\n`)).toEqual([]);
  });
});
