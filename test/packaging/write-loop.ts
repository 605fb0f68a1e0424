/** Writes a recipe again and again, one text and the other, until it is killed: `write-loop.js FILE ONE OTHER [COUNT]`. */
import { readFileSync } from "node:fs";
import { argv, exit, stderr, stdout } from "node:process";
import { sourceFromBytes } from "#grammar/source.ts";
import { writeMended } from "../../src/fixer/write.ts";

const [, , file = "", one = "", other = "", count = "Infinity"] = argv;
const texts = [one, other].map((path) => readFileSync(path, "utf8"));
stdout.write("ready\n");
for (let turn = 0; turn < Number(count); turn++) {
  const before = sourceFromBytes(readFileSync(file));
  const refusal = writeMended(file, before, texts.find((text) => text !== before.text) ?? "");
  if (refusal !== undefined) {
    stderr.write(`${refusal}\n`);
    exit(1);
  }
}
