/** Reads logs of any size: the head, the tail, and of what lies between the lines that may matter. */
import { createReadStream } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { learnPrefix } from "./line-prefix.ts";
import { type LogLine, readLogLine, stripEscapes } from "./log-line.ts";
import { isTraceLine } from "./trace.ts";

/** Characters of one line that are kept, half of them from each end: a binary file may be one line. */
const LINE_LENGTH = 8192;
const HEAD_LINES = 2000;
const TAIL_LINES = 20_000;
/** Tagged and traced lines, and those that complain, between head and tail. */
const MIDDLE_LINES = 20_000;
/** Lines that are looked at to learn what a batch system puts before each. */
const LEARNING_LINES = 400;
const COMPLAINS =
  /error|fail|cannot|can't|denied|not found|no space|quota|busy|refused|killed|not permitted|invalid argument/i;

/** The lines of a log file, or of standard input. Rejects where the file cannot be read. */
export async function readLogFile(path: string): Promise<LogLine[]> {
  return readLog(createReadStream(path));
}

/** The lines of a log, as much of them as is needed, in order; each knows its own number. */
export async function readLog(chunks: AsyncIterable<Uint8Array | string>): Promise<LogLine[]> {
  const keeper = keepLines();
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let cut = "";
  for await (const chunk of chunks) {
    const text =
      typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    const lines = text.split("\n");
    for (const [at, part] of lines.entries()) {
      rest += part;
      if (rest.length > LINE_LENGTH) {
        if (cut === "") cut = rest.slice(0, LINE_LENGTH / 2);
        rest = rest.slice(-LINE_LENGTH / 2);
      }
      if (at === lines.length - 1) break;
      keeper.add(cut + rest);
      rest = "";
      cut = "";
    }
  }
  rest += decoder.end();
  if (cut + rest !== "") keeper.add(cut + rest);
  return keeper.finish();
}

/** The lines of a log that is in memory. */
export function logLinesOf(text: string): LogLine[] {
  const keeper = keepLines();
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) keeper.add(line);
  return keeper.finish();
}

interface Keeper {
  add(raw: string): void;
  finish(): LogLine[];
}

function keepLines(): Keeper {
  let learning: string[] | undefined = [];
  let prefix: RegExp | undefined;
  let count = 0;
  const head: LogLine[] = [];
  const middle = makeRing(MIDDLE_LINES);
  const tail = makeRing(TAIL_LINES, (line) => {
    if (line.level !== undefined || isTraceLine(line.text) || COMPLAINS.test(line.text)) middle.add(line);
  });
  const keep = (raw: string): void => {
    const plain = prefix === undefined ? raw : stripEscapes(raw).replace(prefix, "");
    const line = readLogLine(plain.replaceAll("\0", ""), count);
    count += 1;
    if (head.length < HEAD_LINES) head.push(line);
    else tail.add(line);
  };
  const learn = (): void => {
    const raw = learning ?? [];
    learning = undefined;
    prefix = learnPrefix(raw);
    for (const line of raw) keep(line);
  };
  return {
    add(raw) {
      if (learning === undefined) return keep(raw);
      learning.push(raw);
      if (learning.length >= LEARNING_LINES) learn();
    },
    finish() {
      if (learning !== undefined) learn();
      return [...head, ...middle.all(), ...tail.all()];
    },
  };
}

interface Ring {
  add(line: LogLine): void;
  all(): LogLine[];
}

/** The last so many lines; what falls out of it is handed on. */
function makeRing(size: number, dropped: (line: LogLine) => void = () => {}): Ring {
  const lines: LogLine[] = [];
  let next = 0;
  return {
    add(line) {
      const old = lines[next];
      if (old !== undefined) dropped(old);
      lines[next] = line;
      next = (next + 1) % size;
    },
    all: () => [...lines.slice(next), ...lines.slice(0, next)],
  };
}
