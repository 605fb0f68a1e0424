/** Puts the lines of a stream together from its pieces. */
import { StringDecoder } from "node:string_decoder";

/** Longer lines are cut, in UTF-16 code units: no message that is looked for is as long. */
const LONGEST = 1 << 16;

/** Calls `take` with each whole line, without its line feed. */
export function readLines(take: (line: string) => void): (bytes: Uint8Array) => void {
  const decoder = new StringDecoder("utf8");
  let open = "";
  return (bytes) => {
    const parts = decoder.write(bytes).split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      take(open.length < LONGEST ? (open + part).slice(0, LONGEST) : open);
      open = "";
    }
    if (open.length < LONGEST) open = (open + last).slice(0, LONGEST);
  };
}
