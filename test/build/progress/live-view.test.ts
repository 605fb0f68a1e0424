import { describe, expect, it } from "vitest";
import { makeLiveView } from "../../../src/build/progress/live-view.ts";
import { makeTerminal, type TerminalModel } from "./terminal-model.ts";

const STATUS = ["[running %post] 8 s, memory 812 MiB", "  r.def:12  dnf -y install gcc make cmake"];

function open(columns: number, lines: () => readonly string[] = () => STATUS) {
  const terminal = makeTerminal(columns);
  let width = columns;
  const output = { write: (text: string | Uint8Array) => terminal.write(String(text)), color: true };
  const io = {
    ...output,
    get columns() {
      return width;
    },
  };
  const view = makeLiveView(io, lines);
  return {
    terminal,
    view,
    print: (text: string) => view.around(text, () => terminal.write(text)),
    resize: (next: number) => {
      width = next;
      terminal.resize(next);
    },
  };
}

function plain(columns: number, ...pieces: string[]): TerminalModel {
  const terminal = makeTerminal(columns);
  for (const piece of pieces) terminal.write(piece);
  return terminal;
}

const OUTPUTS: readonly (readonly [name: string, pieces: readonly string[]])[] = [
  ["nothing", []],
  ["lines", ["INFO:    Starting build...\n", "+ dnf install\na\nb\n", "c\n"]],
  ["pieces of lines", ["half a l", "ine\nan", "other\n", "\n", "x\n"]],
  ["a progress line", ["10%\r", "50%\r", "100%\n", "done\n"]],
  ["lines longer than the terminal", [`${"x".repeat(95)}\n`, "y".repeat(40), `${"y".repeat(40)}\n`]],
  ["a line exactly as long as the terminal", [`${"x".repeat(40)}\n`, `${"y".repeat(40)}`, "\nz\n"]],
  ["colours", ["\x1b[31mred\x1b[0m\n", "\x1b[33mopen\n", "still open\x1b[0m\n", "plain\n"]],
  ["more lines than the screen has rows", [Array.from({ length: 60 }, (_, at) => `${at}\n`).join(""), "end\n"]],
  ["wide characters", ["数".repeat(30), "\n", "é\n"]],
];

describe("the live view", () => {
  it.each(OUTPUTS)("leaves the screen as plain output does: %s", (_name, pieces) => {
    const { terminal, view, print } = open(40);
    view.draw();
    for (const piece of pieces) {
      print(piece);
      view.draw();
    }
    view.close();
    const expected = plain(40, ...pieces);
    expect(terminal.lines()).toEqual(expected.lines());
    expect(terminal.color()).toBe("");
    expect(terminal.wraps()).toBe(true);
  });

  it("stands below the output, and is held back by a line that is not ended", () => {
    const { terminal, view, print } = open(40);
    print("one\n");
    expect(terminal.lines()).toEqual(["one", STATUS[0], "  r.def:12  dnf -y install gcc make ..."]);
    print("two");
    view.draw();
    expect(terminal.lines()).toEqual(["one", "two"]);
    print("\n");
    expect(terminal.lines().slice(0, 3)).toEqual(["one", "two", STATUS[0]]);
    view.close();
    view.draw();
    view.close();
    expect(terminal.lines()).toEqual(["one", "two"]);
  });

  it("wears no colour of the output", () => {
    const { terminal, print } = open(40);
    print("\x1b[31mred\n");
    expect(terminal.lines()[1]).toBe(STATUS[0]);
  });

  it("ends the line that the output left open", () => {
    const { terminal, view, print } = open(40);
    print("\x1b[31mred");
    view.close();
    terminal.write("$ ");
    expect(terminal.lines()[1]).toBe("$");
  });

  it.each([
    [40, 12],
    [40, 60],
    [12, 80],
  ])("follows a terminal from %d to %d columns, at rest and in full flow", (before, after) => {
    const { terminal, view, print, resize } = open(before);
    print("one\n");
    resize(after);
    print("two\n");
    resize(before);
    view.draw();
    resize(after);
    print("three\n");
    expect(terminal.lines()).toHaveLength(5);
    view.close();
    expect(terminal.lines()).toEqual(["one", "two", "three"]);
  });

  it("leaves nothing behind where the terminal became narrower a moment ago", () => {
    const { terminal, view, print } = open(40);
    print("one\n");
    terminal.resize(12);
    view.draw();
    view.draw();
    expect(terminal.lines()).toHaveLength(3);
    view.close();
    expect(terminal.lines()).toEqual(["one"]);
  });

  it("loses lines and gains them", () => {
    let lines: readonly string[] = STATUS;
    const { terminal, view, print } = open(40, () => lines);
    print("one\n");
    lines = ["[done]"];
    view.draw();
    expect(terminal.lines()).toEqual(["one", "[done]"]);
    lines = [];
    view.draw();
    expect(terminal.lines()).toEqual(["one"]);
    lines = STATUS;
    print("two\n");
    expect(terminal.lines()).toHaveLength(4);
  });

  it("does without a width where the terminal tells none", () => {
    const { terminal, print } = open(80, () => ["x".repeat(200)]);
    print("one\n");
    expect(terminal.lines()[1]).toBe(`${"x".repeat(76)}...`);
  });
});
