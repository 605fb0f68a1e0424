import { describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver";
import { codeActionsFor, resolveFixAll } from "../../src/editor/code-actions.ts";
import type { OpenRecipe } from "../../src/editor/open-recipe.ts";
import { fix } from "../../src/index.ts";
import { makeFinding } from "../findings.ts";
import { applyTextEdits } from "./client.ts";
import { HEADER, openAt, openText, URI } from "./recipe.ts";

function actionsAt(marked: string, only?: string[]) {
  const { recipe, offset } = openAt(marked);
  const position = recipe.lines.positionAt(offset);
  const actions = codeActionsFor(recipe, { start: position, end: position }, only ? { only } : {}, false);
  return { recipe, actions };
}

function apply({ text }: OpenRecipe, action: CodeAction | undefined): string {
  return applyTextEdits(text, action?.edit?.changes?.[URI] ?? []);
}

const POST = `${HEADER}%post\n    rm -rf| /tmp/*\n    pip install numpy\n`;

describe("code actions", () => {
  it("mend a finding, the safe ones preferred, and say what is unsafe", () => {
    const { recipe, actions } = actionsAt(`${HEADER}%post\n    apt-get install nano\n    apt-get ins|tall vim\n`, [
      "quickfix",
    ]);
    const [first] = actions;
    expect(first).toMatchObject({ kind: "quickfix", isPreferred: true, diagnostics: [{ code: "DF507" }] });
    expect(apply(recipe, first)).toContain("apt-get install -y vim");
    const unsafe = actionsAt(`${HEADER}%po|ts\n    true\n`, ["quickfix"]);
    expect(unsafe.actions[0]?.title).toMatch(/\(unsafe: /);
    expect(unsafe.actions[0]?.isPreferred).toBeUndefined();
    expect(apply(unsafe.recipe, unsafe.actions[0])).toBe(`${HEADER}%post\n    true\n`);
  });

  it("leave a finding out next to it, in its section and in the file, each with room for a reason", () => {
    const { recipe, actions } = actionsAt(POST, ["quickfix"]);
    const ignoring = actions.filter(({ title }) => title.startsWith("Ignore"));
    expect(ignoring.map(({ title }) => title)).toEqual([
      "Ignore DF203 here, with a reason",
      "Ignore DF203 in this section, with a reason",
      "Ignore DF203 in this file, with a reason",
    ]);
    const comments = ignoring.map((action) => apply(recipe, action).match(/^.*# deflint.*\n.*$/m)?.[0]);
    expect(comments).toEqual([
      "    # deflint-ignore-next-line DF203 -- why this is fine here\n    rm -rf /tmp/*",
      "    # deflint-ignore-section DF203 -- why this is fine here\n    rm -rf /tmp/*",
      "# deflint-ignore-file DF203 -- why this is fine here\nBootstrap: docker",
    ]);
    for (const action of ignoring) {
      expect(openText(apply(recipe, action)).findings.map(({ code }) => code)).not.toContain("DF203");
    }
  });

  it("write no comment before what is taken for a header in a heredoc, nor between the lines of a command", () => {
    const heredoc = `${HEADER}%post\n    cat > /opt/x.def <<X\nBoot|strap: docker\nFrom: a:1\n%post\n    true\nX\n`;
    const inHeredoc = actionsAt(heredoc, ["quickfix"]);
    expect(inHeredoc.recipe.findings.map(({ code }) => code)).toContain("DF008");
    const titles = inHeredoc.actions.map(({ title }) => title).filter((title) => title.startsWith("Ignore DF008"));
    expect(titles).toEqual(["Ignore DF008 in this section, with a reason", "Ignore DF008 in this file, with a reason"]);
    const { recipe, actions } = actionsAt(`${HEADER}%post\n    true \\\n    && rm -rf| /tmp/*\n`, ["quickfix"]);
    const ignoring = actions.filter(({ title }) => title.startsWith("Ignore"));
    expect(ignoring).toHaveLength(3);
    for (const action of ignoring) expect(apply(recipe, action)).toContain("true \\\n    && rm -rf");
  });

  it("offer no fix that would break what every fix has to keep", () => {
    const recipe = openText(`${HEADER}%post\n    true # why\n`);
    const at = recipe.text.indexOf("true");
    const offer = (edit: { start: number; end: number; text: string }) => {
      const findings = [makeFinding(at, at + 4, { fix: { edits: [edit] } })];
      const range = recipe.lines.toPositions({ start: at, end: at });
      return codeActionsFor({ ...recipe, findings }, range, { only: ["quickfix"] }, false).map(({ title }) => title);
    };
    expect(offer({ start: at, end: at + 4, text: "false" })).toContain("mend it");
    expect(offer({ start: at, end: at + 10, text: "false" })).not.toContain("mend it");
  });

  it("mend the whole file as --fix does, when that is asked for or chosen", () => {
    const text = `${HEADER}%post\n    apt-get install na|no\n    apt-get install vim\n`;
    const { recipe, actions } = actionsAt(text, ["source.fixAll"]);
    expect(actions.map(({ kind }) => kind)).toEqual(["source.fixAll.deflint"]);
    const mended = apply(recipe, actions[0]);
    expect(mended).not.toBe(text.replace("|", ""));
    expect(mended).toBe(fix(text.replace("|", "")).text);
    const start = recipe.lines.positionAt(0);
    const [lazy] = codeActionsFor(recipe, { start, end: start }, { only: ["source"] }, true);
    expect(lazy).toMatchObject({ data: { uri: URI } });
    expect(lazy?.edit).toBeUndefined();
    expect(apply(recipe, resolveFixAll(recipe, lazy as CodeAction))).toBe(mended);
  });

  it("are of the kinds that are asked for", () => {
    expect(actionsAt(POST, ["refactor"]).actions).toEqual([]);
    expect(new Set(actionsAt(POST, ["quickfix"]).actions.map(({ kind }) => kind))).toEqual(new Set(["quickfix"]));
  });

  it("part no CRLF, in which LSP has no place", () => {
    const { recipe, actions } = actionsAt(
      `Bootstrap: docker\r\nFrom: ubuntu:24.04\r\n%post\r\n    apt-get install na|no\r\n`,
      ["source.fixAll"],
    );
    expect(apply(recipe, actions[0])).not.toMatch(/[^\r]\n/);
  });
});
