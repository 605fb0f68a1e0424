/** Where the engine's output goes: bytes into pipes and files, safe text and a live view onto a terminal. */
import { StringDecoder } from "node:string_decoder";
import type { Io, Output } from "../../io.ts";
import { type LiveView, makeLiveView } from "./live-view.ts";
import { makeTerminalText } from "./terminal-text.ts";

/** The two streams of the engine. */
export type StreamName = "stdout" | "stderr";

/** The person's side of a run. */
export interface Screen {
  /** Prints what the engine wrote to one of its streams. */
  print(stream: StreamName, bytes: Uint8Array): void;
  /** Takes the live view away for good, and ends a line that is open on standard error. Safe to call twice. */
  close(): void;
}

/** How often the live view is drawn anew, in milliseconds. */
const PERIOD = 250;

const LINE_FEED = 0x0a;

/** @param lines of the live view, asked for at each drawing; undefined: none is wanted */
export function openScreen(io: Io, lines: (() => readonly string[]) | undefined): Screen {
  const view = lines !== undefined && canShowLive(io) ? makeLiveView(io.stderr, lines) : undefined;
  const drawing = view && setInterval(() => view.draw(), PERIOD);
  const print = {
    stdout: makePrinter(io.stdout, view),
    stderr: makePrinter(io.stderr, view),
  };
  const unsuspend = view && io.onSuspend(() => view.hide());
  const isOneTerminal = io.stdout.columns !== undefined && io.stderr.columns !== undefined;
  /** Whether what is said next on standard error begins a line there. */
  let isAtStart = true;
  const close = () => {
    clearInterval(drawing);
    if (view !== undefined) view.close();
    else if (!isAtStart) io.stderr.write("\n");
    isAtStart = true;
    unsuspend?.();
    forget();
  };
  const forget = io.onExit(close);
  view?.draw();
  return {
    print(stream, bytes) {
      print[stream](bytes);
      if (bytes.length > 0 && (stream === "stderr" || isOneTerminal)) isAtStart = bytes.at(-1) === LINE_FEED;
    },
    close,
  };
}

/** Whether standard error is a terminal that understands more than lines. */
function canShowLive({ stderr, env }: Io): boolean {
  return stderr.columns !== undefined && env["TERM"] !== "dumb";
}

function makePrinter(output: Output, view: LiveView | undefined): (bytes: Uint8Array) => void {
  if (output.columns === undefined) return (bytes) => output.write(bytes);
  const decoder = new StringDecoder("utf8");
  const safe = makeTerminalText();
  return (bytes) => {
    const text = safe.take(decoder.write(bytes));
    if (view === undefined) output.write(text);
    else view.around(text, () => output.write(text));
  };
}
