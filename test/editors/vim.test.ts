/** Vim's quickfix list, and ALE with the real server, set up as the page says. */
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Home, makeHome } from "../home.ts";
import { snippet } from "../snippet.ts";
import { hasEditor } from "./has-editor.ts";
import { FINDINGS, RECIPE } from "./recipe.ts";

/** vim.tiny, which Debian installs first, knows no scripts. */
const isInstalled = hasEditor("vim", ["-es", "-u", "NONE", "+if has('eval') && has('job') | qa! | endif | cq"]);
/** Where Debian's vim-ale puts what `packadd ale` finds. */
const hasAle = existsSync("/usr/share/vim-ale");
if (!hasAle) console.warn("\n!!! SKIPPED: what docs/editors.md says of ALE, because vim-ale is not installed\n");

const MAKE = `
edit app.def
silent make
let s:seen = map(getqflist(), {_, e -> {'line': e.lnum, 'column': e.col, 'number': e.nr, 'type': e.type, 'text': e.text, 'valid': e.valid}})
call writefile([json_encode({'filetype': &filetype, 'list': s:seen})], 'seen.json')
edit! exports.def
call writefile([&filetype], 'other')
qa!
`;

const ALE = `
edit app.def
let s:list = []
for s:turn in range(600)
  sleep 50m
  let s:list = ale#engine#GetLoclist(bufnr(''))
  if len(s:list) > 1 | break | endif
endfor
let s:seen = map(copy(s:list), {_, e -> {'line': e.lnum, 'column': e.col, 'code': get(e, 'code', '')}})
call cursor(5, 6)
let g:menu = []
call ale#codefix#Execute(0, {_, items -> extend(g:menu, items)})
for s:turn in range(600)
  sleep 50m
  if !empty(g:menu) | break | endif
endfor
let s:titles = map(copy(g:menu), {_, item -> item[1].title})
call writefile([json_encode({'list': s:seen, 'titles': s:titles})], 'seen.json')
qa!
`;

describe.skipIf(!isInstalled)("Vim", () => {
  let home: Home;
  beforeAll(() => {
    home = makeHome();
    home.write(".vim/plugin/deflint.vim", snippet("docs/editors.md", "vim/deflint.vim"));
    home.write(".vimrc", "set nocompatible\nfiletype plugin on\n");
    home.write("app.def", RECIPE);
    home.write("exports.def", "LIBRARY fft\nEXPORTS\n");
  });
  afterAll(() => home.remove());

  const runScript = (name: string, text: string, more: readonly string[] = []) => {
    home.write(name, text);
    home.run("vim", ["-es", "-N", "-i", "NONE", "-n", "-u", ".vimrc", ...more, "-S", name]);
    return JSON.parse(home.read("seen.json"));
  };

  it("reads the findings of :make into the quickfix list", () => {
    const { filetype, list } = runScript("make.vim", MAKE);
    expect(filetype).toBe("apptainer");
    expect(
      list.map(({ line, column, number }: Record<string, number>) => ({ line, column, code: `DF${number}` })),
    ).toEqual(FINDINGS);
    expect(list.map(({ type, valid }: Record<string, unknown>) => [type, valid])).toEqual([
      ["E", 1],
      ["W", 1],
    ]);
    expect(list[0].text).toMatch(/^useradd cannot change accounts here/);
    expect(home.read("other").trim()).not.toBe("apptainer");
  });

  it.skipIf(!hasAle)("has ALE show the server's findings and code actions", () => {
    home.write(".vim/after/plugin/deflint_ale.vim", snippet("docs/editors.md", "vim/deflint_ale.vim"));
    const { list, titles } = runScript("ale.vim", ALE, ["--cmd", "packadd ale"]);
    expect(list).toEqual(FINDINGS);
    expect(titles).toContainEqual(expect.stringContaining("groupadd and useradd"));
  });
});
