import { describe, expect, it } from "vitest";
import { openScreen } from "../../../src/build/progress/screen.ts";
import { makeStreams } from "./streams.ts";
import { makeTerminal } from "./terminal-model.ts";

/** No UTF-8, cut in the middle of a character, with what a terminal would obey. */
const BYTES = [
  Buffer.from([0x61, 0xff, 0xfe, 0xc3]),
  Buffer.from([0xa9, 0x0a]),
  Buffer.from("\x1b]0;t\x07\x1b[2J\x00\r\n"),
];
const VIEW = () => ["[running %post] 8 s"];

describe("what the engine prints", () => {
  it("goes into pipes byte for byte, with nothing added", () => {
    const { io, out, err } = makeStreams();
    const screen = openScreen(io, VIEW);
    for (const bytes of BYTES) {
      screen.print("stdout", bytes);
      screen.print("stderr", bytes);
    }
    screen.close();
    expect(out()).toEqual(Buffer.concat(BYTES));
    expect(err()).toEqual(Buffer.concat(BYTES));
  });

  it("goes onto a terminal without what that would obey", () => {
    const terminal = makeTerminal(60);
    const { io, err } = makeStreams({ stdout: terminal, stderr: terminal });
    const screen = openScreen(io, undefined);
    for (const bytes of BYTES) screen.print("stderr", bytes);
    expect(err().toString()).toBe("a\ufffd\ufffdé\n\r\n");
  });

  it("is not mixed with the view where only one of both is a terminal", () => {
    const terminal = makeTerminal(60);
    const { io, out } = makeStreams({ stderr: terminal });
    const screen = openScreen(io, VIEW);
    screen.print("stdout", Buffer.from("into the pipe"));
    screen.print("stderr", Buffer.from("warned\n"));
    expect(out().toString()).toBe("into the pipe");
    expect(terminal.lines()).toEqual(["warned", ...VIEW()]);
    screen.close();
    expect(terminal.lines()).toEqual(["warned"]);
  });

  it("has the view below it where both are the same terminal", () => {
    const terminal = makeTerminal(60);
    const { io } = makeStreams({ stdout: terminal, stderr: terminal });
    const screen = openScreen(io, VIEW);
    expect(terminal.lines()).toEqual(VIEW());
    screen.print("stdout", Buffer.from("one\nha"));
    screen.print("stderr", Buffer.from("lf\n"));
    expect(terminal.lines()).toEqual(["one", "half", ...VIEW()]);
  });
});

it("ends a line that standard error was left in, so that what is said next begins one", () => {
  const { io, out, err } = makeStreams();
  const screen = openScreen(io, VIEW);
  screen.print("stderr", Buffer.from("half"));
  screen.print("stdout", Buffer.from("half"));
  screen.close();
  screen.close();
  expect([out().toString(), err().toString()]).toEqual(["half", "half\n"]);
});

it.each([
  ["standard error is no terminal", (terminal: ReturnType<typeof makeTerminal>) => ({ stdout: terminal }), "xterm"],
  ["the terminal is dumb", (terminal: ReturnType<typeof makeTerminal>) => ({ stderr: terminal }), "dumb"],
])("shows no view where %s", (_name, on, term) => {
  const { io, out, err } = makeStreams(on(makeTerminal(60)), { TERM: term });
  openScreen(io, VIEW).print("stderr", Buffer.from("x\n"));
  expect(Buffer.concat([out(), err()]).toString()).toBe("x\n");
});

it("takes the view away when the process ends without notice", () => {
  const terminal = makeTerminal(60);
  const { io, exit } = makeStreams({ stderr: terminal });
  openScreen(io, VIEW).print("stderr", Buffer.from("x\n"));
  exit();
  terminal.write("Error: it crashed\n");
  expect(terminal.lines()).toEqual(["x", "Error: it crashed"]);
});

it("takes the view away before Ctrl-Z stops the process, and draws it again afterwards", async () => {
  const terminal = makeTerminal(60);
  const { io, suspend } = makeStreams({ stderr: terminal });
  openScreen(io, VIEW);
  suspend();
  expect(terminal.lines()).toEqual([]);
  await expect.poll(() => terminal.lines()).toEqual(VIEW());
});

it("draws again while nothing is printed", async () => {
  const terminal = makeTerminal(60);
  const { io } = makeStreams({ stderr: terminal });
  let count = 0;
  openScreen(io, () => [`drawn ${++count}`]);
  await expect.poll(() => terminal.lines()).toEqual(["drawn 3"]);
});
