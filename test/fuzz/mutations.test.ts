/**
 * Mutated recipes: 20 seconds of them, or as long as `DEFLINT_FUZZ_SECONDS` says, from a printed seed
 * (`DEFLINT_FUZZ_SEED` gives one). What is found is printed as JSON, ready for a fixture.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recipesIn } from "../corpus/corpus.ts";
import { findBreach, findFixBreach, findIgnoreBreach } from "./invariants.ts";
import { makeRandom, mutate } from "./mutate.ts";

const SECONDS = Number(process.env["DEFLINT_FUZZ_SECONDS"] ?? 20);
const SEED = Number(process.env["DEFLINT_FUZZ_SEED"] ?? Date.now() % 1_000_000_000);
/** One in so many texts goes through rules and fixes too, or through rules and comments that leave findings out. */
const FIX_EVERY = 20;
/** Characters of the recipes that are mutated: what matters happens in small ones. */
const LONGEST = 3_000;

function fixtures(): string[] {
  const root = join(import.meta.dirname, "../../fixtures");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".def"))
    .map((name) => readFileSync(join(root, name), "utf8"));
}

test(
  `mutated recipes, seed ${SEED}`,
  () => {
    const texts = [...fixtures(), ...["recipes", "quirks"].flatMap(recipesIn).map(({ source }) => source.text)].filter(
      ({ length }) => length > 0 && length < LONGEST,
    );
    const random = makeRandom(SEED);
    const pick = () => texts[random(texts.length)] ?? "";
    const end = Date.now() + SECONDS * 1000;
    const found: string[] = [];
    let count = 0;
    while (Date.now() < end && found.length < 5) {
      const text = mutate(pick(), pick(), random);
      count += 1;
      const breach = check(text, count % FIX_EVERY);
      if (breach !== undefined) found.push(`${breach}: ${JSON.stringify(text)}`);
    }
    process.stdout.write(`${count} mutated recipes, seed ${SEED}\n`);
    expect(found).toEqual([]);
    expect(count).toBeGreaterThan(100);
  },
  (SECONDS + 60) * 1000,
);

function check(text: string, turn: number): string | undefined {
  try {
    const more = [findFixBreach, findIgnoreBreach][turn];
    return findBreach(text) ?? more?.(text);
  } catch (error) {
    return `throws ${(error as Error).stack?.split("\n").slice(0, 3).join(" ")}`;
  }
}
