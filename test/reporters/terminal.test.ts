/** What a terminal is given: colours, links, and lines of its width. */
import { describe, expect, it } from "vitest";
import { chooseColumns, wantsColor } from "../../src/reporters/color.ts";
import { wantsHyperlinks } from "../../src/reporters/hyperlinks.ts";

const terminal = { write: () => {}, color: true, columns: 80 };
const dumb = { ...terminal, color: false };
const pipe = { write: () => {}, color: false, columns: undefined };

describe("wantsColor", () => {
  it.each([
    ["a terminal", undefined, terminal, {}, true],
    ["a pipe", undefined, pipe, {}, false],
    ["a terminal with NO_COLOR", undefined, terminal, { NO_COLOR: "1" }, false],
    ["a terminal with an empty NO_COLOR", undefined, terminal, { NO_COLOR: "" }, true],
    ["a pipe with FORCE_COLOR=1", undefined, pipe, { FORCE_COLOR: "1" }, true],
    ["a pipe with FORCE_COLOR=3", undefined, pipe, { FORCE_COLOR: "3" }, true],
    ["a pipe with FORCE_COLOR=true", undefined, pipe, { FORCE_COLOR: "true" }, true],
    ["a pipe with an empty FORCE_COLOR", undefined, pipe, { FORCE_COLOR: "" }, true],
    ["a terminal with FORCE_COLOR=0", undefined, terminal, { FORCE_COLOR: "0" }, false],
    ["a terminal with FORCE_COLOR=false", undefined, terminal, { FORCE_COLOR: "false" }, false],
    ["FORCE_COLOR against NO_COLOR", undefined, pipe, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
    ["--color against both", true, pipe, { FORCE_COLOR: "0", NO_COLOR: "1" }, true],
    ["--no-color against FORCE_COLOR", false, terminal, { FORCE_COLOR: "1" }, false],
  ])("%s", (_case, flag, output, env, expected) => {
    expect(wantsColor(flag, output, env)).toBe(expected);
  });
});

describe("chooseColumns", () => {
  it.each([
    ["what the terminal says", terminal, {}, 80],
    ["COLUMNS before it", terminal, { COLUMNS: "100" }, 100],
    ["no COLUMNS that is no width", terminal, { COLUMNS: "wide" }, 80],
    ["the usual where it says nothing", { ...terminal, columns: 0 }, { COLUMNS: "0" }, 80],
    ["none for a pipe", pipe, { COLUMNS: "100" }, undefined],
  ])("%s", (_case, output, env, expected) => {
    expect(chooseColumns(output, env)).toBe(expected);
  });
});

describe("wantsHyperlinks", () => {
  it.each([
    ["an unknown terminal", undefined, terminal, { TERM: "xterm-256color" }, false],
    ["VS Code's", undefined, terminal, { TERM_PROGRAM: "vscode" }, true],
    ["GNOME's", undefined, terminal, { VTE_VERSION: "7006" }, true],
    ["the VTE that crashed on them", undefined, terminal, { VTE_VERSION: "5000" }, false],
    ["Windows'", undefined, terminal, { WT_SESSION: "x" }, true],
    ["kitty", undefined, terminal, { TERM: "xterm-kitty" }, true],
    ["kitty under another TERM", undefined, terminal, { TERM: "xterm-256color", KITTY_WINDOW_ID: "1" }, true],
    ["Apple's", undefined, terminal, { TERM_PROGRAM: "Apple_Terminal" }, false],
    ["tmux in a terminal that has them", undefined, terminal, { TMUX: "x", VTE_VERSION: "7006" }, false],
    ["screen likewise", undefined, terminal, { TERM: "screen-256color", WT_SESSION: "x" }, false],
    ["a pipe", undefined, pipe, { TERM_PROGRAM: "vscode" }, false],
    ["a terminal without escapes", undefined, dumb, { TERM_PROGRAM: "vscode" }, false],
    ["NO_COLOR", undefined, terminal, { TERM_PROGRAM: "vscode", NO_COLOR: "1" }, false],
    ["--no-color", false, terminal, { TERM_PROGRAM: "vscode" }, false],
    ["FORCE_HYPERLINK", undefined, pipe, { FORCE_HYPERLINK: "1", NO_COLOR: "1" }, true],
    ["FORCE_HYPERLINK=0", undefined, terminal, { FORCE_HYPERLINK: "0", TERM_PROGRAM: "vscode" }, false],
  ])("%s", (_case, flag, output, env, expected) => {
    expect(wantsHyperlinks(flag, output, env)).toBe(expected);
  });
});
