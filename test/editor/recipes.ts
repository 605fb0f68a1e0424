/** Recipes of the fixtures, as texts to type in. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FIXTURES = join(import.meta.dirname, "../../fixtures");

/** The texts of all fixtures before their fixes, in the order of their paths. */
export function readRecipes(root = FIXTURES): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".def") && !path.endsWith(".fixed.def"))
    .sort()
    .map((path) => readFileSync(join(root, path), "utf8"));
}

/** A recipe of about so many lines with one header, whose scripts and lists are those of many recipes. */
export function makeLongRecipe(lines: number, recipes: readonly string[]): string {
  const bodies = new Map<string, string[]>([
    ["post", []],
    ["environment", []],
    ["labels", []],
    ["files", []],
  ]);
  let count = 4;
  const mostOf = { post: lines * 0.8, environment: lines * 0.1, labels: lines * 0.05, files: lines * 0.05 };
  for (const recipe of recipes.filter((text) => !/<<|\r|^[^\S\n]*#!/m.test(text))) {
    for (const [, name = "", body = ""] of recipe.matchAll(/^%(\w+)\n((?:(?!%|bootstrap).*\n)*)/gim)) {
      const kept = bodies.get(name.toLowerCase());
      const added = body.trim().split("\n").length;
      const most = mostOf[name.toLowerCase() as keyof typeof mostOf] ?? 0;
      if (kept === undefined || body.trim() === "" || /\\\s*$/.test(body)) continue;
      if (kept.join("").split("\n").length + added > most) continue;
      kept.push(`${body.trimEnd()}\n`);
      count += added;
    }
    if (count >= lines) break;
  }
  const sections = [...bodies].map(([name, texts]) => `%${name}\n${texts.join("")}`);
  return `Bootstrap: docker\nFrom: ubuntu:24.04\n\n${sections.join("\n")}`;
}
